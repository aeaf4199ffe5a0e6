/** How an answer stands against another one. */
export type PairVerdict = 'won' | 'tied' | 'lost';

/**
 * The verdict on a pair from those given in each order: won or lost where all say so, else tied. One that turned with the order
 * says nothing of the answers, and one that holds in a single order is not certain enough to count.
 */
export function verdictOf(found: readonly PairVerdict[]): {
  readonly verdict: PairVerdict;
  readonly turned: boolean;
} {
  const [first = 'tied'] = found;
  const isAgreed = found.every((one) => one === first);
  return { verdict: isAgreed ? first : 'tied', turned: found.includes('won') && found.includes('lost') };
}
