import { countOf, durationInWords, inDollars, printableLine, withThousands } from '../../../../lib/index.ts';
import type { ResultsDocument } from '../../../../operations/index.ts';

/** Limits on what is shown; `--json` has everything. */
const MAX = { problems: 5, overlaps: 20, words: 400 };

/** The report and the changes of every task, in a few lines each. */
export function resultsText({ batch, title, tasks, overlaps, metrics }: ResultsDocument): string {
  const { done, phases, firstTry, attempts, files, seconds, tokens, costUsd } = metrics;
  const facts = [
    `${done} of ${countOf(phases, 'phase')} done, ${firstTry} at the first attempt`,
    countOf(attempts, 'attempt'),
    `${countOf(files, 'file')} changed`,
    durationInWords(seconds * 1000),
    ...(tokens === null ? [] : [`${withThousands(tokens)} tokens`]),
    ...(costUsd === null ? [] : [inDollars(costUsd)]),
  ];
  const shared = overlaps
    .slice(0, MAX.overlaps)
    .map(({ file, phases: ids }) => `  ${cut(file)}: ${ids.map(cut).join(', ')}`);
  const more = overlaps.length - shared.length;
  return [
    `Batch ${batch}: ${cut(title ?? '') || '(no title)'}`,
    `${facts.join(', ')}.`,
    '',
    ...tasks.flatMap(taskLines),
    ...(shared.length === 0
      ? []
      : ['', 'Files that several phases changed', ...shared, ...(more > 0 ? [`  and ${more} more`] : [])]),
    '',
  ].join('\n');
}

function taskLines({
  prp,
  title,
  state,
  reported,
  files,
  undeclared,
  unexpected = [],
}: ResultsDocument['tasks'][number]): string[] {
  const changed = files.length === 0 ? '' : `, ${countOf(files.length, 'file')}`;
  const outside = [
    ...filesLine('not declared', undeclared),
    ...filesLine('beyond what was expected', unexpected),
  ];
  const head = `${prp} ${cut(title)}: ${state}${changed}`;
  if (reported === null) return [head, ...outside];
  const lines = reported.problems.slice(0, MAX.problems).map((problem) => `  problem: ${cut(problem)}`);
  const more = reported.problems.length - lines.length;
  return [
    head,
    `  says: ${cut(reported.status)}: ${cut(reported.summary)}`,
    ...lines,
    ...(more > 0 ? [`  and ${countOf(more, 'more problem')}`] : []),
    ...outside,
  ];
}

function filesLine(what: string, files: readonly string[]): string[] {
  if (files.length === 0) return [];
  return [`  ${what}: ${files.slice(0, 5).map(cut).join(', ')}${files.length > 5 ? ', …' : ''}`];
}

function cut(text: string): string {
  const line = printableLine(text);
  return line.length > MAX.words ? `${line.slice(0, MAX.words)}…` : line;
}
