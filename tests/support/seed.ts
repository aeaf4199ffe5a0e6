/**
 * The seed of all random choices in a test run: the order of tests, the values of properties, samples of faults.
 * `vitest.config.ts` takes a new one for each run and prints it; `PROPERTY_SEED` repeats one. Mutation tests always use the same.
 */
export const SEED = Number(process.env.PROPERTY_SEED ?? 20_261_121);

/**
 * Numbers from 0 to below 1, the same for the same seed of the run and the same name (mulberry32, T. Ettinger).
 *
 * @param name - their purpose, so that two tests do not choose alike
 */
export function figuresFor(name: string): () => number {
  let state = SEED;
  for (const letter of name) state = Math.imul(state ^ (letter.codePointAt(0) ?? 0), 0x9e3779b1);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Set by `npm run faults`: every fault is tried. Also by `npm run properties`. */
export const TRIES_ALL = process.env.FAULTS === 'all' || process.env.PROPERTY_RUNS === 'all';

/**
 * A sample of similar items: at least one of each kind, and overall the given share. All of them with `FAULTS=all`.
 *
 * @param name - the subject of the sample
 */
export function sampleOf<Item>(
  items: readonly Item[],
  { name, kindOf, share }: { name: string; kindOf: (item: Item) => string; share: number },
): Item[] {
  if (TRIES_ALL) return [...items];
  const next = figuresFor(name);
  const drawn = items.map((item) => ({ item, rank: next() })).sort((a, b) => a.rank - b.rank);
  const seen = new Set<string>();
  const chosen = new Set<Item>();
  for (const { item } of drawn) {
    if (seen.has(kindOf(item))) continue;
    seen.add(kindOf(item));
    chosen.add(item);
  }
  for (const { item } of drawn) {
    if (chosen.size >= items.length * share) break;
    chosen.add(item);
  }
  return items.filter((item) => chosen.has(item));
}

/** Whether the tests' expectations are to be rewritten; refused where nobody reads the diff. */
export function accepts(setting: 'GOLDEN' | 'PLANS' | 'IMPORTS'): boolean {
  if (process.env[setting] !== 'accept') return false;
  const { CI = '' } = process.env;
  if (CI !== '' && CI !== 'false' && CI !== '0')
    throw new Error(
      `${setting}=accept is for a person who reads the difference: CI is set, so nothing is accepted.`,
    );
  return true;
}
