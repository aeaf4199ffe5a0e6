import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { gitConflicts, gitSides, parseJson } from '../../lib/index.ts';
import { readText, type TextRead } from '../../platform/index.ts';
import type { FrameworkLock } from '../generated/framework.lock.ts';
import { contradictionsIn } from './check_lock.ts';
import { LOCK_VERSION, upgradeLock } from './upgrade_lock.ts';

/** Codes of the problems that a lock file can have. */
export type LockProblemCode =
  | 'lock-absent'
  | 'lock-unreadable'
  | 'lock-conflict'
  | 'lock-not-valid'
  | 'lock-newer'
  | 'lock-inconsistent';

/** The largest lock file that is read, in bytes; it holds the values given and both files. */
const LARGEST = 64 * 1024 * 1024;

/**
 * Reads the lock file of a framework. A lock from an older version is upgraded in memory.
 *
 * @param path - absolute
 * @param file - the name that problems carry
 */
export async function readLock(path: string, file: string): Promise<Result<FrameworkLock, LockProblemCode>> {
  const read = readText(path, LARGEST);
  if (read.kind !== 'text') return failure('problems', unreadable(read, file));
  const [line] = gitConflicts(read.text);
  if (line !== undefined) return failure('problems', inConflict(file, line));
  return parseLock(read.text, file);
}

/** Both sides of a lock that git could not merge; for a side that is not a lock, the reason. `undefined` without a conflict. */
export async function readLockSides(
  path: string,
  file: string,
): Promise<Readonly<Record<'ours' | 'theirs', Result<FrameworkLock, LockProblemCode>>> | undefined> {
  const read = readText(path, LARGEST);
  const sides = read.kind === 'text' ? gitSides(read.text) : undefined;
  if (sides === undefined) return undefined;
  return { ours: await parseLock(sides.ours, file), theirs: await parseLock(sides.theirs, file) };
}

async function parseLock(text: string, file: string): Promise<Result<FrameworkLock, LockProblemCode>> {
  const upgraded = upgradeLock(parseJson(text));
  if (upgraded.kind === 'newer') return failure('problems', newer(upgraded.version, file));
  const { validateFrameworkLock } = await import('../generated/validators.js');
  const isLock = (value: unknown): value is FrameworkLock => validateFrameworkLock(value);
  const { data } = upgraded;
  if (!isLock(data)) {
    const [fault] = validateFrameworkLock.errors ?? [];
    return failure('problems', notValid(data === undefined ? undefined : fault, file));
  }
  const lies = contradictionsIn(data);
  return lies.length === 0 ? success(data) : failure('problems', ...lies.map((lie) => lying(lie, file)));
}

function inConflict(file: string, line: number): Problem<LockProblemCode> {
  return {
    severity: 'error',
    code: 'lock-conflict',
    message: 'The lock file is in a merge conflict, so it is unknown what the framework was made from.',
    file,
    line,
    hint: 'Take one side completely (`git checkout --ours` or `--theirs`, with this file) and run `orchestrator update` on the folder, which keeps the answers of that side; or run `orchestrator update --adopt` on it, which keeps yours and shows where theirs differ.',
  };
}

function newer(version: number, file: string): Problem<LockProblemCode> {
  return {
    severity: 'error',
    code: 'lock-newer',
    message: `A newer version of orchestrator wrote the lock file: its format is ${version}, but this version knows only ${LOCK_VERSION}. Nothing was changed.`,
    file,
    hint: 'Install the newer version.',
  };
}

function notValid(
  fault: { readonly instancePath: string; readonly message?: string } | undefined,
  file: string,
): Problem<LockProblemCode> {
  const why =
    fault === undefined
      ? 'it is not JSON'
      : `${fault.instancePath || 'the document'} ${fault.message ?? 'is not of the form of one'}`;
  const message = `The lock file is not valid: ${why}.`;
  return { severity: 'error', code: 'lock-not-valid', message, file, hint: REMEDY };
}

function lying(lie: string, file: string): Problem<LockProblemCode> {
  const message = `The lock file contradicts itself: ${lie}.`;
  return { severity: 'error', code: 'lock-inconsistent', message, file, hint: REMEDY };
}

const REMEDY =
  'Restore it from version control, or remove it and run `orchestrator update --adopt` on the folder.';

function unreadable(read: Exclude<TextRead, { kind: 'text' }>, file: string): Problem<LockProblemCode> {
  if (read.kind === 'absent') {
    return {
      severity: 'error',
      code: 'lock-absent',
      message: 'There is no lock file beside it, so it is unknown what it was made from.',
      file,
      hint: 'Only a framework that `orchestrator new` made has one; `orchestrator update --adopt` makes one for a folder that has its two files.',
    };
  }
  const why = 'why' in read ? `: ${read.why}` : ` (${read.kind.replaceAll('-', ' ')})`;
  return {
    severity: 'error',
    code: 'lock-unreadable',
    message: `The lock file cannot be read${why}.`,
    file,
  };
}
