import type { ArmComparison, ArmResult, ArmSums, CaseResult, LeftOutCase } from '../generated/eval.ts';
import { shareWon } from '../judging/index.ts';

/**
 * Compares the subject with another arm over some cases. A missing answer or judgement counts neither as won nor as lost, and is
 * named with the reason. An arm is behind if it lost more than it won, or as much with fewer of the core points.
 */
export function compareArms(cases: readonly CaseResult[], subject: string, against: string): ArmComparison {
  const pairs = cases.flatMap(({ pairs }) =>
    pairs.filter((pair) => pair.against === against && pair.arm === subject),
  );
  const count = (verdict: string) => pairs.filter((pair) => pair.verdict === verdict).length;
  const [won, tied, lost] = [count('won'), count('tied'), count('lost')];
  const both = cases.flatMap(({ answers }) => {
    const mine = judged(answers, subject);
    const other = judged(answers, against);
    return mine && other ? [{ mine, other }] : [];
  });
  const [ours, theirs] = [sumsOf(both.map(({ mine }) => mine)), sumsOf(both.map(({ other }) => other))];
  const share = shareWon({ won, tied, lost });
  return {
    against,
    cases: won + tied + lost,
    won,
    tied,
    lost,
    share: share?.share ?? null,
    low: share?.low ?? null,
    high: share?.high ?? null,
    subject: ours,
    other: theirs,
    behind: share === null ? null : lost > won || (lost === won && ours.core < theirs.core),
    ...leftOut(cases, subject, against),
  };
}

/** Cases that have both arms but are not in the figures. */
function leftOut(
  cases: readonly CaseResult[],
  subject: string,
  against: string,
): Pick<ArmComparison, 'notCompared' | 'notJudged'> {
  const notCompared: LeftOutCase[] = [];
  const notJudged: LeftOutCase[] = [];
  for (const { goal, name, answers, pairs } of cases) {
    const pair = pairs.find((one) => one.against === against && one.arm === subject);
    if (pair === undefined) continue;
    const both = answers.filter(({ arm }) => arm === subject || arm === against);
    const missing = both.flatMap(({ arm, fault }) =>
      fault === null || fault.stage === 'preference' ? [] : [`${MISSING[fault.stage]} ${arm}`],
    );
    if (pair.verdict === null) {
      const why = pair.fault === null ? NOT_ASKED : missing.join(', ') || 'no preference';
      notCompared.push({ goal, name, why: pair.fault?.stage === 'preference' ? 'no preference' : why });
    } else if (both.some(({ state }) => state !== 'judged'))
      notJudged.push({ goal, name, why: missing.join(', ') || NOT_ASKED });
  }
  return { notCompared, notJudged };
}

const NOT_ASKED = 'not asked yet';

const MISSING = {
  answer: 'no answer of',
  person: 'no turn of the person with',
  assessment: 'no verdict on the points of',
} as const;

function judged(answers: readonly ArmResult[], arm: string): ArmResult | undefined {
  return answers.find((answer) => answer.arm === arm && answer.state === 'judged');
}

/** Sums up some answers of an arm. */
export function sumsOf(answers: readonly ArmResult[]): ArmSums {
  const sum = (of: (answer: ArmResult) => number) => answers.reduce((total, answer) => total + of(answer), 0);
  const kept = answers.flatMap(({ constancy }) => (constancy === null ? [] : [constancy]));
  return {
    answers: answers.length,
    points: sum(({ score }) => score?.points ?? 0),
    of: sum(({ score }) => score?.of ?? 0),
    core: sum(({ score }) => score?.core ?? 0),
    coreOf: sum(({ score }) => score?.coreOf ?? 0),
    words: sum(({ words }) => words),
    tokens: sum(({ tokens }) => tokens),
    byWhole: sum(({ score }) => score?.byWhole ?? 0),
    notShown: sum(({ score }) => score?.notShown ?? 0),
    needlessQuestions: sum(({ needlessQuestions }) => needlessQuestions.length),
    obeyed: sum(({ obeyed }) => obeyed.length),
    constancy: kept.length === 0 ? null : kept.reduce((total, one) => total + one, 0) / kept.length,
    passed: sum(({ check }) => check?.passed ?? 0),
    passedOf: sum(({ check }) => check?.of ?? 0),
  };
}
