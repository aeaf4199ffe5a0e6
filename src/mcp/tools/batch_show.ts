import { countOf } from '../../lib/index.ts';
import { figure, required, text } from '../fields.ts';
import { operations } from '../operations.ts';
import { firstOf, inLine, lines } from '../said.ts';
import { defineTool } from '../tool.ts';

/** `batch show`. */
export const batchShowTool = defineTool({
  name: 'batch_show',
  title: 'Show a batch',
  description:
    'What a batch is to do, phase by phase. With phase: the whole prompt of that phase, to be carried out.',
  effect: 'reads',
  usesProject: true,
  command: 'batch show',
  input: {
    batch: required(figure('Its number', { least: 1, most: 999_999 })),
    phase: text('A phase’s id'),
  },
  document: 'orchestrator.batch-show/1',
  call: async (context, { batch, ...input }, port) =>
    (await operations()).tellBatch(context, { ...input, batch: String(batch) }, port),
  text: ({ batch, title, phases, prompt }) =>
    prompt ??
    lines([
      `Batch ${batch}: ${inLine(title)}`,
      firstOf(
        phases.map(
          ({ id, prp, title: name, stage, dependencies, gates }) =>
            `${id} (${prp}, stage ${stage}) ${inLine(name)} | after ${dependencies.join(', ') || 'nothing'} | ${countOf(gates.length, 'gate')}`,
        ),
        100,
      ),
    ]),
});
