import { printableLine } from '../../../../lib/index.ts';
import { type BatchUndo, carryOutUndo, prepareUndo } from '../../../../operations/index.ts';
import type { CommandSetting } from '../../declare.ts';
import { countOf } from '../../judgement.ts';
import { runChange } from '../change.ts';
import type { UndoFlags } from '../flags.ts';

/** Carries the command out. */
export function undoAction(number: string, flags: UndoFlags, setting: CommandSetting): Promise<void> {
  const { phase: phases = [], withDependents = false } = flags;
  return runChange(
    {
      schema: 'orchestrator.batch-undo/1',
      prepare: () => prepareUndo(setting.context, number, { phases, withDependents }),
      told: ({ undo }) => undo,
      carryOut: carryOutUndo,
      question: ({ batch, phases: out, isLeftOver }) =>
        isLeftOver ? undefined : `Take ${countOf(out.length, 'phase')} out of batch ${batch}?`,
      planText: (undo) =>
        undo.isLeftOver
          ? `An undo of batch ${undo.batch} was recorded and cut short before its branch moved; it would be finished.\n`
          : `These would be taken out of batch ${undo.batch}, and wait again:\n${listed(undo)}${merged(undo)}`,
      doneText: (undo) =>
        undo.isLeftOver
          ? `The undo of batch ${undo.batch} that was recorded and cut short before its branch moved is finished.\nNext: orchestrator batch run ${undo.batch}\n`
          : `These were taken out of batch ${undo.batch}, and wait again:\n${listed(undo)}${merged(undo)}Next: orchestrator batch run ${undo.batch}\n`,
      document: ({ batch, phases: out, from, to, isMerged }) => ({
        batch,
        phases: out,
        from,
        // What would be made anew is not told as if it were there.
        to: flags.dryRun ? null : to,
        merged: isMerged,
      }),
    },
    flags,
    setting,
  );
}

function listed({ phases }: BatchUndo): string {
  return phases.map(({ prp, id, title }) => `  ${prp}  Phase ${id}: ${printableLine(title)}\n`).join('');
}

function merged({ batch, isMerged }: BatchUndo): string {
  if (!isMerged) return '';
  return `Your branch has some of this already. This changes only the batch's own branch; to take it out of yours too: orchestrator batch merge ${batch}\n`;
}
