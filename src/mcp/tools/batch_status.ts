import { figure } from '../fields.ts';
import { operations } from '../operations.ts';
import { defineTool } from '../tool.ts';
import { batchText } from './batch_text.ts';

/** `batch status`. */
export const batchStatusTool = defineTool({
  name: 'batch_status',
  title: 'Status of a batch',
  description:
    'How a batch stands and came out, phase by phase: attempts, gates, changed files. Of the newest where none is named.',
  effect: 'reads',
  usesProject: true,
  command: 'batch status',
  input: { batch: figure('Its number', { least: 1, most: 999_999 }) },
  document: 'orchestrator.batch-status/1',
  call: async (context, { batch }, port) =>
    (await operations()).tellBatchStatus(
      context,
      { batch: batch === undefined ? undefined : String(batch) },
      port,
    ),
  text: batchText,
});
