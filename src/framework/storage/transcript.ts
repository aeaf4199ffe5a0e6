import type { Run } from '../generated/run.ts';

/** The folder of a framework in which its runs are kept, one file each. */
export const RUNS_FOLDER = 'runs';

/**
 * The name of a run's file: its start, and a number that distinguishes runs of the same second.
 *
 * @param started - milliseconds since 1970 UTC
 * @param number - from 1
 */
export function runFile(started: number, number: number): string {
  const time = new Date(started).toISOString().replace(/[-:]|\.\d+/gu, '');
  return `${time}-${String(number).padStart(2, '0')}.json`;
}

/** A transcript's text. */
export function printRun(run: Run): string {
  return `${JSON.stringify(run, null, 2)}\n`;
}

/** Parses a transcript; `undefined` if it does not hold a run. */
export async function parseRun(text: string): Promise<Run | undefined> {
  const { validateRun } = await import('../generated/validators.js');
  const isRun = (value: unknown): value is Run => validateRun(value);
  try {
    const run: unknown = JSON.parse(text);
    return isRun(run) ? run : undefined;
  } catch {
    return undefined;
  }
}
