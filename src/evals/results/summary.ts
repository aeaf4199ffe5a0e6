import type { ArmResult, EvalFault, EvalResults, PairResult } from '../generated/eval.ts';

/**
 * Empties every text in the results that a case, a model or a program wrote, so that people who may not see the cases can see the
 * rest. Figures, verdicts, names and hashes remain, and so do the lines of components that were left out.
 */
export function withoutTexts(results: EvalResults): EvalResults {
  const cases = results.cases.map((one) => ({
    ...one,
    answers: one.answers.map(bareAnswer),
    pairs: one.pairs.map(barePair),
  }));
  return { ...results, cases };
}

function bareAnswer(answer: ArmResult): ArmResult {
  const { fault, laterFaults = [], points, needlessQuestions, obeyed, check } = answer;
  return {
    ...answer,
    fault: bareFault(fault),
    laterFaults: laterFaults.map((later) => ({ ...later, fault: { ...later.fault, message: '' } })),
    transcript: [],
    points: points.map((point) => ({ ...point, quote: '' })),
    needlessQuestions: needlessQuestions.map(() => ({ material: '', answer: '' })),
    obeyed: obeyed.map(() => ({ material: '', answer: '' })),
    check: check === null ? null : { ...check, why: '' },
  };
}

function barePair(pair: PairResult): PairResult {
  return { ...pair, why: [], fault: bareFault(pair.fault) };
}

function bareFault(fault: EvalFault | null): EvalFault | null {
  return fault === null ? null : { ...fault, message: '' };
}
