import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from 'vitest';
import { parse } from 'yaml';
import { ROOT } from './program.ts';

/** The cases in a YAML file under `tests/cases/`, in its order. */
export function casesIn<Case>(file: string): readonly Case[] {
  return parse(readFileSync(join(ROOT, 'tests/cases', file), 'utf8')) as readonly Case[];
}

/** Set by scripts/mutation.mjs, which runs the tests on thousands of changed programs: then each has to be short. */
const IS_QUICK = process.env.QUICK_TESTS === '1';

/** The most values that a property is tried with in a quick run, unless it needs more to be of use. */
const MOST_QUICK_RUNS = 50;

/**
 * How a property is checked: so many times, with the same values on every run.
 *
 * Set `PROPERTY_SEED` to try other values.
 */
export function times(
  numRuns: number,
  quickRuns = MOST_QUICK_RUNS,
): { numRuns: number; seed: number; endOnFailure: boolean } {
  return {
    numRuns: IS_QUICK ? Math.min(numRuns, quickRuns) : numRuns,
    seed: Number(process.env.PROPERTY_SEED ?? 20_261_121),
    // A smaller example is for a person to read, and takes long to find.
    endOnFailure: IS_QUICK,
  };
}

/** A group of tests whose inputs are large, because that is what they are about: left out of quick runs. */
export const describeLarge = describe.skipIf(IS_QUICK);
