import { printableLine } from '../../../lib/index.ts';
import { type BatchMerge, carryOutMerge, prepareBatchMerge } from '../../../operations/index.ts';
import type { CommandSetting } from '../declare.ts';
import { countOf } from '../judgement.ts';
import { runChange } from './change.ts';
import type { ChangeFlags } from './flags.ts';

/** Carries the command out. */
export function mergeAction(number: string, flags: ChangeFlags, setting: CommandSetting): Promise<void> {
  return runChange(
    {
      schema: 'orchestrator.batch-merge/1',
      empty: { batch: null, branch: null, from: null, to: null, how: null, files: [] },
      prepare: () => prepareBatchMerge(setting.context, number),
      told: ({ merge }) => merge,
      carryOut: carryOutMerge,
      question,
      planText,
      doneText,
      document: ({ batch, branch, from, to, how, files }) => ({ batch, branch, from, to, how, files }),
    },
    flags,
    setting,
  );
}

/** What is whole is merged for the asking; that it is not whole may be a surprise. */
function question({ how, done, phases, branch }: BatchMerge): string | undefined {
  if (how === 'already' || how === 'finished' || done === phases) return undefined;
  return `Only ${done} of ${countOf(phases, 'phase')} are done. Merge them into ${printableLine(branch)}?`;
}

function planText(merge: BatchMerge): string {
  const { batch, branch, how, files, from, to } = merge;
  const into = printableLine(branch);
  if (how === 'already') return doneText(merge);
  if (how === 'finished')
    return `A merge of batch ${batch} into ${into} was cut short; it would be finished.\n`;
  const way = how === 'merge' ? 'with a merge commit, since it has moved on' : 'by moving it forward';
  const listed = files.map(({ path, change }) => `  ${change.padEnd(8)}  ${printableLine(path)}\n`);
  return `Batch ${batch} would come to ${into} ${way} (${short(from)} to ${short(to)}), and change ${countOf(files.length, 'file')}:\n${listed.join('')}`;
}

function doneText({ batch, branch, how, files, from, done, phases }: BatchMerge): string {
  const into = printableLine(branch);
  if (how === 'already') return `${into} has everything that batch ${batch} has done; nothing to do.\n`;
  const next = `Back again: git reset --keep ${short(from)}\nNext: orchestrator batch archive ${batch}\n`;
  if (how === 'finished')
    return `The merge of batch ${batch} into ${into}, which was cut short before, is finished.\n${next}`;
  return `Batch ${batch} is in ${into}: ${done} of ${countOf(phases, 'phase')}, ${countOf(files.length, 'file')} changed.\n${next}`;
}

function short(commit: string): string {
  return commit.slice(0, 12);
}
