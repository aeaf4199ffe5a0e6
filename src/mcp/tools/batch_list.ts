import { countOf } from '../../lib/index.ts';
import { flag } from '../fields.ts';
import { operations } from '../operations.ts';
import { firstOf, inLine } from '../said.ts';
import { defineTool } from '../tool.ts';

/** `batch list`. */
export const batchListTool = defineTool({
  name: 'batch_list',
  title: 'List batches',
  description: 'The batches of the project, and how each of them stands.',
  effect: 'reads',
  usesProject: true,
  command: 'batch list',
  input: { all: flag('Archived ones as well') },
  document: 'orchestrator.batch-list/1',
  call: async (...given) => (await operations()).tellBatches(...given),
  text: ({ batches }) =>
    batches.length === 0
      ? 'There are no batches.'
      : firstOf(
          batches.map(
            ({ batch, title, phases, state, summary }) =>
              `${batch} ${inLine(title)}: ${state}, ${countOf(phases, 'phase')}, ${summary}`,
          ),
          60,
        ),
});
