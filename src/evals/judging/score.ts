import type { AssessedPoint } from '../generated/eval.assessment.ts';
import type { KeyPoint } from '../generated/eval.setup.ts';
import type { PointResult, PointScore } from '../generated/eval.ts';
import { isQuoteOf } from './quotes.ts';
import { concernsWholeAnswer } from './whole_points.ts';

/**
 * Scores a judge's findings. A point that is met or partly met needs a passage that occurs in the answer; one without it is `not
 * shown` and scores nothing. If a point begins with something that no passage can show (that a thing is absent from the answer,
 * or its length, order or form), the judge's word counts, and the number of such points is reported. A judge can exempt a point
 * only if the key has notes that could allow it.
 */
export function scorePoints(
  points: readonly KeyPoint[],
  found: readonly AssessedPoint[],
  { answer, notes }: { readonly answer: string; readonly notes: string },
): PointResult[] {
  return points.map(({ number, core, text }): PointResult => {
    const { verdict = 'not', basis = 'quote', quote = '' } = found.find((one) => one.number === number) ?? {};
    const result = { number, core, basis, quote };
    if (verdict === 'exempt') return { ...result, verdict: notes === '' ? 'not' : 'exempt' };
    if (verdict === 'not') return { ...result, verdict };
    if (basis === 'whole' && concernsWholeAnswer(text)) return { ...result, verdict };
    return isQuoteOf(quote, answer)
      ? { ...result, basis: 'quote', verdict }
      : { ...result, verdict: 'not shown' };
  });
}

/** The sums over points: a partly met one is worth a half, an exempt one is in neither sum. */
export function sumPoints(points: readonly PointResult[]): PointScore {
  const counted = points.filter(({ verdict }) => verdict !== 'exempt');
  const sum = (some: readonly PointResult[]) =>
    some.reduce((total, { verdict }) => total + WORTH[verdict], 0);
  const core = counted.filter((point) => point.core);
  return {
    points: sum(counted),
    of: counted.length,
    core: sum(core),
    coreOf: core.length,
    byWhole: counted.filter(({ verdict, basis }) => WORTH[verdict] > 0 && basis === 'whole').length,
    notShown: counted.filter(({ verdict }) => verdict === 'not shown').length,
  };
}

const WORTH: Readonly<Record<PointResult['verdict'], number>> = {
  met: 1,
  partly: 0.5,
  not: 0,
  'not shown': 0,
  exempt: 0,
};
