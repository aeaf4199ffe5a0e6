import { figure } from '../fields.ts';
import { operations } from '../operations.ts';
import { defineTool } from '../tool.ts';
import { batchText } from './batch_text.ts';

/** `batch status`. */
export const batchStatusTool = defineTool({
  name: 'batch_status',
  title: 'Status of a batch',
  description:
    'The state and results of a batch, phase by phase: attempts, gates, changed files. Default: the newest batch.',
  effect: 'reads',
  usesProject: true,
  command: 'batch status',
  input: { batch: figure('Its number', { least: 1, most: 999_999 }) },
  document: 'orchestrator.batch-status/1',
  call: async (context, { batch }, port) =>
    (await operations()).reportBatchStatus(
      context,
      { batch: batch === undefined ? undefined : String(batch) },
      port,
    ),
  text: batchText,
});
