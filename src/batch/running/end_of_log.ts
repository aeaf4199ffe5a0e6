import { printable } from '../../lib/index.ts';
import { readEnd } from '../../platform/index.ts';

/** The end of what was printed, fit for a prompt and for a terminal; says so where there is nothing. */
export function endOfLog(file: string): string {
  const text = printable(readEnd(file, LONGEST).toString('utf8')).trim();
  return text === '' ? '(it printed nothing)' : text;
}

/** In bytes. */
const LONGEST = 6 * 1024;
