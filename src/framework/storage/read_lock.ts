import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { readText, type TextRead } from '../../platform/index.ts';
import type { FrameworkLock } from '../generated/framework.lock.ts';

/** What can be wrong with a lock file. */
export type LockProblemCode = 'lock-absent' | 'lock-unreadable' | 'lock-not-valid';

/** The largest lock file that is read, in bytes; it holds the values given and both files. */
const LARGEST = 64 * 1024 * 1024;

/**
 * Reads the lock file of a framework.
 *
 * @param path - absolute
 * @param file - the name that problems carry
 */
export async function readLock(path: string, file: string): Promise<Result<FrameworkLock, LockProblemCode>> {
  const read = readText(path, LARGEST);
  if (read.kind !== 'text') return failure('problems', unreadable(read, file));
  const data = parsed(read.text);
  const { validateFrameworkLock } = await import('../generated/validators.js');
  const isLock = (value: unknown): value is FrameworkLock => validateFrameworkLock(value);
  if (isLock(data)) return success(data);
  const [fault] = validateFrameworkLock.errors ?? [];
  const why =
    data === undefined
      ? 'it is not JSON'
      : `${fault?.instancePath || 'the document'} ${fault?.message ?? 'is not of the form of one'}`;
  return failure('problems', {
    severity: 'error',
    code: 'lock-not-valid',
    message: `The lock file is not valid: ${why}.`,
    file,
    hint: 'Take it from version control, or make the framework again with `orchestrator new`.',
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function unreadable(read: Exclude<TextRead, { kind: 'text' }>, file: string): Problem<LockProblemCode> {
  if (read.kind === 'absent') {
    return {
      severity: 'error',
      code: 'lock-absent',
      message: 'There is no lock file beside it, so nothing tells what it was made from.',
      file,
      hint: 'Only the files of a framework that `orchestrator new` made can be explained.',
    };
  }
  const why = 'why' in read ? `: ${read.why}` : ` (${read.kind.replaceAll('-', ' ')})`;
  return {
    severity: 'error',
    code: 'lock-unreadable',
    message: `The lock file can not be read${why}.`,
    file,
  };
}
