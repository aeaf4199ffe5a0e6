/** The result of an answer against another one. */
export type PairVerdict = 'won' | 'tied' | 'lost';

/**
 * The verdict on a pair from those given in each order: won or lost if all agree, else tied. A verdict that changes with the
 * order says nothing about the answers, and one from a single order is not certain enough to count.
 */
export function verdictOf(found: readonly PairVerdict[]): {
  readonly verdict: PairVerdict;
  readonly turned: boolean;
} {
  const [first = 'tied'] = found;
  const isAgreed = found.every((one) => one === first);
  return { verdict: isAgreed ? first : 'tied', turned: found.includes('won') && found.includes('lost') };
}
