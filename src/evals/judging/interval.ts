/** A share with its 95 % interval. */
export type Share = { readonly share: number; readonly low: number; readonly high: number };

/** The quantile of the normal distribution that leaves 2.5 % on either side. */
const Z = 1.959963984540054;

/**
 * The share of comparisons that were won, ties counting half, with Wilson's score interval (E. B. Wilson, 1927):
 * `(p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n)`, where `p = (won + tied/2)/n`. A tie has less variance than a win and a
 * loss have, so with ties the interval is on the wide side.
 *
 * @returns `null` where nothing was compared
 */
export function shareWon({
  won,
  tied,
  lost,
}: {
  readonly won: number;
  readonly tied: number;
  readonly lost: number;
}): Share | null {
  const n = won + tied + lost;
  if (n === 0) return null;
  const p = (won + tied / 2) / n;
  const z2 = Z * Z;
  const middle = (p + z2 / (2 * n)) / (1 + z2 / n);
  const half = (Z * Math.sqrt((p * (1 - p)) / n + z2 / (4 * n * n))) / (1 + z2 / n);
  return { share: p, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}
