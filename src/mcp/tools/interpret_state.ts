import { text } from '../fields.ts';
import { operations } from '../operations.ts';
import { lines, onOneLine } from '../text_lines.ts';
import { defineTool } from '../tool.ts';

/** `interpret-state`. */
export const interpretStateTool = defineTool({
  name: 'interpret_state',
  title: 'What happened since last time',
  description:
    'What happened since this was last asked, from the journals of batches, git and memory, in at most ten lines. Without since, the next call continues from here.',
  effect: 'adds',
  usesProject: true,
  command: 'interpret-state',
  input: { since: text('As in 2h, 3d or 2026-11-28') },
  document: 'orchestrator.interpret-state/1',
  call: async (...given) => (await operations()).interpretState(...given),
  text: ({ since, lines: happened }) =>
    lines([
      since === null ? 'From the beginning:' : `Since ${since}:`,
      ...(happened.length === 0 ? ['Nothing happened.'] : happened.map((line) => onOneLine(line.text))),
    ]),
});
