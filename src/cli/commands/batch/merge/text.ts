import { countOf, printableLine } from '../../../../lib/index.ts';
import { type BatchMerge, printableCommand } from '../../../../operations/index.ts';

/** The effect that a merge would have. */
export function planText(merge: BatchMerge): string {
  const { batch, branch, how, files, from, to, brings, filters } = merge;
  const into = printableLine(branch);
  if (how === 'already') return doneText(merge);
  const programs = filters.map(
    (filter) => `  ${printableLine(filter.name ?? '')}: ${printableCommand(filter)}\n`,
  );
  const runs =
    programs.length === 0
      ? ''
      : `This repository's own settings make git run on files:\n${programs.join('')}`;
  if (how === 'finished')
    return `${runs}A merge of batch ${batch} into ${into} was interrupted; it would be finished.\n`;
  const way = how === 'merge' ? 'with a merge commit, since it has new commits' : 'by moving it forward';
  const listed = files.map(({ path, change }) => `  ${change.padEnd(8)}  ${printableLine(path)}\n`);
  const foreign = brings.map(({ commit, subject }) => `  ${short(commit)}  ${printableLine(subject)}\n`);
  const rewritten =
    foreign.length === 0
      ? ''
      : `It would bring back commits that ${into} does not have, or no longer has, because the batch began at them (--yes refuses that without --allow-rewritten):\n${foreign.join('')}`;
  return `${runs}${rewritten}Batch ${batch} would be merged into ${into} ${way} (${short(from)} to ${short(to)}), and change ${countOf(files.length, 'file')}:\n${listed.join('')}`;
}

/** The effect of a merge. */
export function doneText({ batch, branch, how, files, from, done, phases }: BatchMerge): string {
  const into = printableLine(branch);
  if (how === 'already') return `${into} has everything that batch ${batch} has done; nothing to do.\n`;
  const next = `To undo: git reset --keep ${short(from)}\nNext: orchestrator batch archive ${batch}\n`;
  if (how === 'finished')
    return `The merge of batch ${batch} into ${into}, which was interrupted, is finished.\n${next}`;
  return `Batch ${batch} is in ${into}: ${done} of ${countOf(phases, 'phase')}, ${countOf(files.length, 'file')} changed.\n${next}`;
}

function short(commit: string): string {
  return commit.slice(0, 12);
}
