import { printableLine } from '../../../../lib/index.ts';
import {
  type BatchMerge,
  carryOutMerge,
  prepareBatchMerge,
  shownCommand,
} from '../../../../operations/index.ts';
import type { CommandSetting } from '../../declare.ts';
import { countOf } from '../../judgement.ts';
import { runChange } from '../change.ts';
import type { MergeFlags } from '../flags.ts';

/** Carries the command out. */
export function mergeAction(number: string, flags: MergeFlags, setting: CommandSetting): Promise<void> {
  const { dryRun = false, yes = false, json = false, allowRewritten = false } = flags;
  const isAsked = setting.terminal.interactive && !yes && !json;
  return runChange(
    {
      schema: 'orchestrator.batch-merge/1',
      prepare: () =>
        prepareBatchMerge(setting.context, number, {
          refuseRewritten: !allowRewritten && !dryRun && !isAsked,
        }),
      told: ({ merge }) => merge,
      carryOut: carryOutMerge,
      question: (merge) => question(merge, allowRewritten),
      planText,
      doneText,
      document: ({ batch, branch, from, to, how, files, brings }) => ({
        ...{ batch, branch, from, to, how, files, brings },
      }),
    },
    flags,
    setting,
  );
}

/** What is whole is merged for the asking; that it is not whole, or more than the batch's work, may be a surprise. */
function question(
  { how, done, phases, branch, brings, filters }: BatchMerge,
  allowRewritten: boolean,
): string | undefined {
  if (how === 'already') return undefined;
  if (filters.length > 0)
    return `Git would run ${countOf(filters.length, 'program')} of this repository's own settings over files. Merge and let them run?`;
  if (how === 'finished') return undefined;
  if (brings.length > 0 && !allowRewritten)
    return `The merge brings ${countOf(brings.length, 'commit')} back that ${printableLine(branch)} has not. Merge all the same?`;
  if (done === phases) return undefined;
  return `Only ${done} of ${countOf(phases, 'phase')} are done. Merge them into ${printableLine(branch)}?`;
}

function planText(merge: BatchMerge): string {
  const { batch, branch, how, files, from, to, brings, filters } = merge;
  const into = printableLine(branch);
  if (how === 'already') return doneText(merge);
  const programs = filters.map(
    (filter) => `  ${printableLine(filter.name ?? '')}: ${shownCommand(filter)}\n`,
  );
  const runs =
    programs.length === 0
      ? ''
      : `This repository's own settings have git run over files:\n${programs.join('')}`;
  if (how === 'finished')
    return `${runs}A merge of batch ${batch} into ${into} was cut short; it would be finished.\n`;
  const way = how === 'merge' ? 'with a merge commit, since it has moved on' : 'by moving it forward';
  const listed = files.map(({ path, change }) => `  ${change.padEnd(8)}  ${printableLine(path)}\n`);
  const foreign = brings.map(({ commit, subject }) => `  ${short(commit)}  ${printableLine(subject)}\n`);
  const rewritten =
    foreign.length === 0
      ? ''
      : `It would bring commits back that ${into} has not, or has no longer, since the batch began at them:\n${foreign.join('')}`;
  return `${runs}${rewritten}Batch ${batch} would come to ${into} ${way} (${short(from)} to ${short(to)}), and change ${countOf(files.length, 'file')}:\n${listed.join('')}`;
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
