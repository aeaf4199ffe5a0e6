import { flag, path, required, text } from '../fields.ts';
import { operations } from '../operations.ts';
import { firstOf, lines, onOneLine } from '../text_lines.ts';
import { defineTool } from '../tool.ts';

/** `batch generate`. */
export const batchGenerateTool = defineTool({
  name: 'batch_generate',
  title: 'Generate a batch',
  description:
    'Makes a numbered batch from a plan: one prompt file for each phase. Runs nothing. Check the plan first. Next: batch_run_request, or work on the prompts yourself, stage by stage.',
  effect: 'adds',
  usesProject: true,
  asks: true,
  command: 'batch generate',
  input: {
    file: required(path('The plan')),
    section: text('In a document that is not a plan, the heading of the work'),
    strict: flag('Treat warnings and missing components as errors'),
    dryRun: flag('Write nothing'),
  },
  document: 'orchestrator.batch-generate/1',
  call: async (context, input, port) =>
    (await operations()).generateNewBatch(context, { ...input, generate: false }, port),
  text: ({ batch, dryRun, prps }) =>
    lines([
      `${dryRun ? 'Would be batch' : 'Batch'} ${batch}:`,
      firstOf(
        prps.map(({ id, title, file }) => `${id} ${onOneLine(title)}: ${onOneLine(file)}`),
        100,
      ),
    ]),
});
