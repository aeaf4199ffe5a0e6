import {
  countOf,
  durationInWords,
  hoursInWords,
  inDollars,
  printableLine,
  sectionLines,
  withThousands,
} from '../../../../lib/index.ts';
import type { StatsDocument } from '../../../../operations/index.ts';

/** Maximum entries of each list; `--json` has all of them. */
const MAX = { failures: 8, gates: 5, slow: 5, words: 160 };

/** Statistics over all batches, and advice. */
export function statsText(stats: StatsDocument): string {
  const { totals, firstTry, failures, gates, slow, bias, trend, advice, least } = stats;
  const known = [
    ...(totals.tokens === null
      ? []
      : [`${withThousands(totals.tokens)} tokens (of ${countOf(totals.tokensOf, 'attempt')})`]),
    ...(totals.costUsd === null
      ? []
      : [`${inDollars(totals.costUsd)} (of ${countOf(totals.costOf, 'attempt')})`]),
  ];
  const rate = firstTry.rate === null ? tooFew(firstTry.done, least) : `${Math.round(firstTry.rate * 100)} %`;
  const never = gates.filter(({ neverFails }) => neverFails);
  return [
    `${totals.batches} ${totals.batches === 1 ? 'batch' : 'batches'}, ${totals.done} of ${countOf(totals.phases, 'phase')} done, ${countOf(totals.attempts, 'attempt')}, ${durationInWords(totals.seconds * 1000)}`,
    `Used       ${known.length === 0 ? 'tokens are not reported' : known.join(', ')}`,
    `First try  ${firstTry.first} of ${countOf(firstTry.done, 'phase')}: ${rate}`,
    ...(totals.rehearsed === 0
      ? []
      : [
          `${countOf(totals.rehearsed, 'phase')} played from a tape ${totals.rehearsed === 1 ? 'is' : 'are'} not counted`,
        ]),
    ...sectionLines(
      'Failures',
      failures.map(
        ({ words, count, phases }) => `${countOf(count, 'attempt')} at ${countOf(phases, 'phase')}: ${words}`,
      ),
      MAX.failures,
    ),
    ...sectionLines(
      'Took / estimated',
      bias.map(
        ({ complexity, n, ratio }) =>
          `${cut(complexity ?? 'all')}: ${ratio === null ? tooFew(n, least) : `× ${figure(ratio)} (${countOf(n, 'phase')})`}`,
      ),
      20,
    ),
    ...sectionLines(
      'Gates that never fail',
      never.map(({ command, runs }) => `${cut(command)}: green in all ${runs} runs`),
      MAX.gates,
    ),
    ...sectionLines(
      'Slowest phases',
      slow.map(
        ({ batch, phase, title, seconds, hours }) =>
          `${batch}/${cut(phase)} ${cut(title)}: ${durationInWords(seconds * 1000)}, estimated ${hoursInWords(hours)}`,
      ),
      MAX.slow,
    ),
    ...sectionLines('Trend, older half to newer', trend.map(trendText), 10),
    ...sectionLines(
      'What to do',
      advice.flatMap(({ what, evidence }) => [cut(what), `  ${cut(evidence)}`]),
      40,
    ),
    '',
  ].join('\n');
}

const TRENDS: Readonly<Record<StatsDocument['trend'][number]['of'], string>> = {
  'first-try': 'done at the first attempt',
  seconds: 'time for a phase',
  tokens: 'tokens for a phase',
  bias: 'took / estimated',
};

function trendText({ of, before, after, nBefore, nAfter }: StatsDocument['trend'][number]): string {
  const said = (value: number) => {
    switch (of) {
      case 'first-try':
        return `${Math.round(value * 100)} %`;
      case 'seconds':
        return durationInWords(value * 1000);
      case 'tokens':
        return withThousands(Math.round(value));
      case 'bias':
        return `× ${figure(value)}`;
    }
  };
  return `${TRENDS[of]}: ${said(before)} to ${said(after)} (${nBefore} and ${nAfter} phases)`;
}

function tooFew(n: number, least: number): string {
  return `${n === 0 ? 'none' : `only ${n}`} so far; at least ${least} are needed`;
}

function figure(ratio: number): string {
  return ratio >= 0.095 ? ratio.toFixed(2) : ratio.toPrecision(1);
}

function cut(text: string): string {
  const line = printableLine(text);
  return line.length > MAX.words ? `${line.slice(0, MAX.words)}…` : line;
}
