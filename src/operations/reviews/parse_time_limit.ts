import { failure, type Result, success } from '../../diagnostics/index.ts';

/** The default: ten minutes. */
const USUAL_MS = 10 * 60_000;

const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, min: 60_000, h: 3_600_000 };

/** Parses a time limit like `90s`, `10m` or `1h`, in milliseconds. */
export function parseTimeLimit(wanted: string | undefined): Result<number, 'bad-time'> {
  if (wanted === undefined) return success(USUAL_MS);
  const [, figure = '', unit = 'm'] = /^(\d{1,5})\s*(s|m|min|h)?$/u.exec(wanted.trim()) ?? [];
  const span = Number(figure) * (UNITS[unit] ?? 0);
  if (figure !== '' && span >= 1_000 && span <= 24 * 3_600_000) return success(span);
  return failure('usage', {
    severity: 'error',
    code: 'bad-time',
    message: `${JSON.stringify(wanted.slice(0, 60))} is not a time for --time.`,
    hint: 'Give seconds, minutes or hours, at most a day: 90s, 10m, 1h.',
  });
}
