import { type MergeRequest, mergeBatch } from '../../../../operations/index.ts';
import type { CommandSetting, CommonOptions } from '../../declare.ts';
import { runChange } from '../run_change.ts';
import { doneText, planText } from './text.ts';

/** Flags of `batch merge`. */
export type MergeFlags = CommonOptions & Omit<MergeRequest, 'batch'>;

/** Carries the command out. */
export function mergeAction(batch: string, flags: MergeFlags, setting: CommandSetting): Promise<void> {
  return runChange(setting, {
    schema: 'orchestrator.batch-merge/1',
    json: flags.json,
    call: (port) => mergeBatch(setting.context, { ...flags, batch }, port),
    ...{ planText, doneText },
  });
}
