import { join } from 'node:path';
import { failure, type Result, success } from '../../diagnostics/index.ts';
import { printableLine } from '../../lib/index.ts';
import { displayPath, isWithin, namesIn, readText } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';

/** The largest text that is returned, in bytes. */
const LARGEST = 512 * 1024;
/** The most plans that are listed. */
const MAX_PLANS = 500;
const PLANS = '.orchestrator/plans';

/** The plans that this program keeps for the project, as paths from the root. */
export function listPlans({ cwd }: Pick<OperationContext, 'cwd'>): string[] {
  const folder = join(cwd, PLANS);
  if (!isWithin(cwd, folder)) return [];
  return namesIn(folder)
    .filter((name) => name.endsWith('.md') && isWithin(cwd, join(folder, name)))
    .sort()
    .slice(0, MAX_PLANS)
    .map((name) => `${PLANS}/${name}`);
}

/** Reads a text below the root. Links that lead out are not followed. */
export function readProjectText(
  { cwd }: Pick<OperationContext, 'cwd'>,
  path: string,
  { remedy }: { readonly remedy: string },
): Result<string, 'no-such-text'> {
  const whole = join(cwd, path);
  const read = isWithin(cwd, whole) ? readText(whole, LARGEST) : ({ kind: 'absent' } as const);
  if (read.kind === 'text') return success(read.text);
  return failure('usage', {
    severity: 'error',
    code: 'no-such-text',
    message: `${printableLine(displayPath(cwd, whole))}: ${WHY[read.kind]}.`,
    hint: remedy,
  });
}

const WHY = {
  absent: 'there is none',
  'not-a-file': 'it is not a file',
  'not-text': 'it is not text',
  'too-large': `it has more than ${LARGEST} bytes`,
  unreadable: 'it cannot be read',
} as const;
