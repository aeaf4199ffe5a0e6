import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from 'vitest';
import { parse } from 'yaml';
import { ROOT } from './program.ts';
import { SEED } from './seed.ts';

/** The cases in a YAML file under `tests/cases/`, in its order. */
export function casesIn<Case>(file: string): readonly Case[] {
  return parse(readFileSync(join(ROOT, 'tests/cases', file), 'utf8')) as readonly Case[];
}

/** Like {@link casesIn}, for a file with several kinds of cases, each under its name. */
export function caseGroupsIn<Groups extends Readonly<Record<string, unknown>>>(file: string): Groups {
  return parse(readFileSync(join(ROOT, 'tests/cases', file), 'utf8')) as Groups;
}

/** Set by scripts/mutation.mjs, which runs the tests on thousands of changed programs, so each has to be short. */
const IS_QUICK = process.env.QUICK_TESTS === '1';

/** The most values for a property in a quick run, unless it needs more to be useful. */
const MAX_QUICK_RUNS = 50;

/** Set by `npm run properties`, which tries every property with all of its values. */
const TRIES_ALL = process.env.PROPERTY_RUNS === 'all';

/**
 * The options for checking a property, with other values on every run. The tests take a tenth of the number it is written for,
 * but at least fifty, to stay quick; `npm run properties` takes all. `PROPERTY_SEED` repeats a run.
 */
export function times(
  numRuns: number,
  quickRuns = MAX_QUICK_RUNS,
): { numRuns: number; seed: number; endOnFailure: boolean } {
  return {
    numRuns: IS_QUICK
      ? Math.min(numRuns, quickRuns)
      : TRIES_ALL
        ? numRuns
        : Math.min(numRuns, Math.max(50, Math.ceil(numRuns / 10))),
    seed: SEED,
    // Shrinking an example is for a person's benefit, and takes long.
    endOnFailure: IS_QUICK,
  };
}

/** A group of tests with large inputs, because size is their subject: left out of quick runs. */
export const describeLarge = describe.skipIf(IS_QUICK);
