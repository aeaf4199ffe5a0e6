import { countOf } from '../../lib/index.ts';
import type { WholeDocument } from '../../operations/index.ts';
import { figure, flag, text } from '../fields.ts';
import { operations } from '../operations.ts';
import { firstOf, lines, onOneLine } from '../text_lines.ts';
import { defineTool, refused } from '../tool.ts';

/** `batch list` and `batch show`. */
export const batchesTool = defineTool({
  name: 'batches',
  title: 'List and show batches',
  description:
    'Lists the batches of the project with the state of each. With batch: its phases. With phase as well: the whole prompt of that phase, to be carried out.',
  effect: 'reads',
  usesProject: true,
  command: 'batch list',
  input: {
    batch: figure('The number of one', { least: 1, most: 999_999 }),
    phase: text('The id of one of its phases'),
    all: flag('List archived ones as well'),
  },
  document: ({ batch }) => (batch === undefined ? 'orchestrator.batch-list/1' : 'orchestrator.batch-show/1'),
  async call(context, { batch, ...input }, port) {
    const { reportBatch, reportBatches } = await operations();
    if (batch !== undefined) return reportBatch(context, { ...input, batch: String(batch) }, port);
    if (input.phase !== undefined) return refused('The argument phase needs batch: the number of its batch.');
    return reportBatches(context, input, port);
  },
  text: (document) => ('batches' in document ? listText(document) : batchText(document)),
});

function listText({ batches }: WholeDocument<'orchestrator.batch-list/1'>): string {
  if (batches.length === 0) return 'There are no batches.';
  return firstOf(
    batches.map(
      ({ batch, title, phases, state, summary }) =>
        `${batch} ${onOneLine(title)}: ${state}, ${countOf(phases, 'phase')}, ${summary}`,
    ),
    60,
  );
}

function batchText({ batch, title, phases, prompt }: WholeDocument<'orchestrator.batch-show/1'>): string {
  if (prompt !== null) return prompt;
  return lines([
    `Batch ${batch}: ${onOneLine(title)}`,
    firstOf(
      phases.map(
        ({ id, prp, title: name, stage, dependencies, gates }) =>
          `${id} (${prp}, stage ${stage}) ${onOneLine(name)} | after ${dependencies.join(', ') || 'nothing'} | ${countOf(gates.length, 'gate')}`,
      ),
      100,
    ),
  ]);
}
