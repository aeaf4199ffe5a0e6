import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ROOT } from './program.ts';

/** The cases in a YAML file under `tests/cases/`, in its order. */
export function casesIn<Case>(file: string): readonly Case[] {
  return parse(readFileSync(join(ROOT, 'tests/cases', file), 'utf8')) as readonly Case[];
}

/**
 * How a property is checked: so many times, with the same values on every run.
 *
 * Set `PROPERTY_SEED` to try other values.
 */
export function times(numRuns: number): { numRuns: number; seed: number } {
  return { numRuns, seed: Number(process.env.PROPERTY_SEED ?? 20_261_121) };
}
