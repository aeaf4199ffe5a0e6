import { success } from '../../diagnostics/index.ts';
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
  async call(context, { batch }) {
    const { batchStatus, makeDocument, openBatch, viewBatch } = await operations();
    const opened = await openBatch(context, batch === undefined ? undefined : String(batch));
    if (!opened.ok) return opened;
    const { manifest, state, isHeld, problems } = await viewBatch(context, opened.value);
    const status = batchStatus(manifest, state, { isHeld, problems });
    return success(makeDocument('orchestrator.batch-status/1', status));
  },
  text: batchText,
});
