import { firstFew } from '../../lib/index.ts';
import type { ArmComparison, ArmSums, LeftOutCase } from '../generated/eval.ts';

/** A share with its interval, in words for a table: `62 % (41 to 79)`; a dash where nothing was compared. */
function shareText({ share, low, high }: ArmComparison): string {
  if (share === null || low === null || high === null) return '-';
  return `${percent(share)} % (${percent(low)} to ${percent(high)})`;
}

function percent(share: number): string {
  return String(Math.round(share * 100));
}

/** Two arms' points out of the same total, or each out of its own if exemptions make them differ: `12.5 : 11 of 15`. */
function pointsText(mine: readonly [number, number], other: readonly [number, number]): string {
  const [got, of] = mine;
  const [otherGot, otherOf] = other;
  return of === otherOf
    ? `${figure(got)} : ${figure(otherGot)} of ${figure(of)}`
    : `${figure(got)} of ${figure(of)} : ${figure(otherGot)} of ${figure(otherOf)}`;
}

/** Cases missing from a comparison's figures, counted by reason: `2 not compared: 2 no answer of plain`. */
export function leftOutText({ notCompared, notJudged }: ArmComparison): string[] {
  return [
    ...(notCompared.length === 0 ? [] : [`${notCompared.length} not compared: ${reasons(notCompared)}`]),
    ...(notJudged.length === 0 ? [] : [`${notJudged.length} without points: ${reasons(notJudged)}`]),
  ];
}

/** The most cases named for one reason. */
const MAX_NAMED = 3;

function reasons(cases: readonly LeftOutCase[]): string {
  const found = [...new Set(cases.map(({ why }) => why))].map((why) => {
    const own = cases.filter((one) => one.why === why);
    return `${why} (${firstFew(own, MAX_NAMED, ({ goal, name }) => `${goal}/${name}`)})`;
  });
  return found.join('; ');
}

/** A number with one decimal place at most. */
export function figure(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** A figure of both arms, the subject's first; a single dash if neither has one, as when no answers were judged. */
export function bothText({ subject, other }: ArmComparison, textOf: (sums: ArmSums) => string): string {
  const shown = (sums: ArmSums) => (sums.answers === 0 ? '-' : textOf(sums));
  const [mine, theirs] = [shown(subject), shown(other)];
  return mine === '-' && theirs === '-' ? '-' : `${mine} : ${theirs}`;
}

/** The constancy of the headings; `-` if each prompt was answered once. */
export function constancyText({ constancy }: ArmSums): string {
  return constancy === null ? '-' : `${percent(constancy)} %`;
}

/** The results of the cases' programs; a dash if none was run. */
export function checksText({ passed, passedOf }: ArmSums): string {
  return passedOf === 0 ? '-' : `${passed} of ${passedOf}`;
}

/** The first figures of a comparison, in the order that every table uses: cases, won, tied, lost, share, points, core. */
export function comparisonFigures(comparison: ArmComparison): string[] {
  const { cases, won, tied, lost, subject, other } = comparison;
  const hasPoints = subject.answers > 0;
  return [
    ...[cases, won, tied, lost].map(String),
    shareText(comparison),
    hasPoints ? pointsText([subject.points, subject.of], [other.points, other.of]) : '-',
    hasPoints ? pointsText([subject.core, subject.coreOf], [other.core, other.coreOf]) : '-',
  ];
}
