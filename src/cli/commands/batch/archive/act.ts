import { countOf } from '../../../../lib/index.ts';
import { type ArchivedBatch, archiveBatch, type ChangeRequest } from '../../../../operations/index.ts';
import type { CommandSetting, CommonOptions } from '../../declare.ts';
import { runChange } from '../run_change.ts';

/** Flags of `batch archive`. */
export type ArchiveFlags = CommonOptions & Omit<ChangeRequest, 'batch'>;

/** Carries the command out. */
export function archiveAction(batch: string, flags: ArchiveFlags, setting: CommandSetting): Promise<void> {
  return runChange(setting, {
    schema: 'orchestrator.batch-archive/1',
    json: flags.json,
    call: (port) => archiveBatch(setting.context, { ...flags, batch }, port),
    planText: (archived: ArchivedBatch) => text(archived, 'would go'),
    doneText: (archived: ArchivedBatch) => text(archived, 'has gone'),
  });
}

function text({ batch, folder, worktrees }: ArchivedBatch, goes: string): string {
  const left = worktrees.length === 0 ? '' : `, without its ${countOf(worktrees.length, 'worktree')}`;
  return `Batch ${batch} ${goes} to ${folder}${left}; its branch and pinned commits are kept.\n`;
}
