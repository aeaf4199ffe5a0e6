import { printableLine } from '../../../../lib/index.ts';
import { type BatchUndo, type UndoRequest, undoBatch } from '../../../../operations/index.ts';
import type { CommandSetting, CommonOptions } from '../../declare.ts';
import { runChange } from '../run_change.ts';

/** Flags of `batch undo`. */
export type UndoFlags = CommonOptions &
  Omit<UndoRequest, 'batch' | 'phases'> & { readonly phase?: readonly string[] };

/** Carries the command out. */
export function undoAction(
  batch: string,
  { phase: phases, ...flags }: UndoFlags,
  setting: CommandSetting,
): Promise<void> {
  return runChange(setting, {
    schema: 'orchestrator.batch-undo/1',
    json: flags.json,
    call: (port) => undoBatch(setting.context, { ...flags, batch, phases }, port),
    ...{ planText, doneText },
  });
}

function planText(undo: BatchUndo): string {
  const { batch, isLeftOver } = undo;
  return isLeftOver
    ? `An undo of batch ${batch} was recorded but interrupted before its branch moved; it would be finished.\n`
    : `These would be undone in batch ${batch}, and wait again:\n${listed(undo)}${merged(undo)}`;
}

function doneText(undo: BatchUndo): string {
  const { batch, isLeftOver } = undo;
  const next = `Next: orchestrator batch run ${batch}\n`;
  return isLeftOver
    ? `The undo of batch ${batch} that was recorded but interrupted before its branch moved is finished.\n${next}`
    : `These were undone in batch ${batch}, and wait again:\n${listed(undo)}${merged(undo)}${next}`;
}

function listed({ phases }: BatchUndo): string {
  return phases.map(({ prp, id, title }) => `  ${prp}  Phase ${id}: ${printableLine(title)}\n`).join('');
}

function merged({ batch, isMerged }: BatchUndo): string {
  if (!isMerged) return '';
  return `Your branch already has some of this. This changes only the batch's own branch; to undo it in yours too: orchestrator batch merge ${batch}\n`;
}
