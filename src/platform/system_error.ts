/** Returns the code of a system error (`ENOENT`, …), or an empty text for any other error. */
export function systemErrorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** Describes a system error in a few words, for a person. */
export function describeSystemError(error: unknown): string {
  const code = systemErrorCode(error);
  return SYSTEM_ERRORS[code] ?? (code || (error instanceof Error ? error.message : String(error)));
}

const SYSTEM_ERRORS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space left on the device',
  EDQUOT: 'the disk quota is used up',
  EMFILE: 'too many open files',
  ENFILE: 'too many open files on this machine',
  EAGAIN: 'no more processes can be started for now',
  ENOMEM: 'not enough memory',
  ELOOP: 'too many symbolic links',
  ENAMETOOLONG: 'the path is too long',
  ENOTDIR: 'a part of the path is not a folder',
  EISDIR: 'it is a folder',
  EEXIST: 'it exists already',
  EIO: 'input/output error',
};

/** Returns the remedy for a system error, by its words, as the hint of a problem; empty if there is no specific one. */
export function remedyFor(why: string): { readonly hint?: string } {
  const hint = REMEDIES.find(([codes]) => codes.some((code) => SYSTEM_ERRORS[code] === why))?.[1];
  return hint === undefined ? {} : { hint };
}

const REMEDIES: readonly (readonly [codes: readonly string[], hint: string])[] = [
  [
    ['EACCES', 'EPERM'],
    'Check the permissions of it and the folders above it with ls -ld; give yourself permission, or run as a user who has it.',
  ],
  [['EROFS'], 'Mount it for writing, or work on a copy elsewhere.'],
  [['ENOSPC', 'EDQUOT'], 'Make room there; then run the command again.'],
  [['EMFILE', 'ENFILE', 'EAGAIN', 'ENOMEM'], 'End other programs; then run the command again.'],
  [['EIO'], 'The disk may be failing: check the system log, and back up what is on it.'],
];

/**
 * Adds a path to a system error without one, such as that of a call on an open file: a message about a full disk must say which.
 */
export function withPath(error: unknown, path: string): unknown {
  if (systemErrorCode(error) !== '' && error instanceof Error && !('path' in error))
    return Object.assign(error, { path });
  return error;
}

/** Runs an operation on an open file; a system error is thrown with the file's path. */
export function withPathInErrors<Value>(path: string, work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    throw withPath(error, path);
  }
}

/**
 * Whether a system error is the machine's fault: its disk, its memory, its tables. The operation itself is not to blame, and
 * succeeds once that is fixed. Errors caused by the request (a path that is a link, a folder instead of a file, a missing
 * program) are not included.
 */
export function isRefusedByMachine(error: unknown): boolean {
  return MACHINE.has(systemErrorCode(error));
}

const MACHINE: ReadonlySet<string> = new Set(
  'ENOSPC EDQUOT EIO EROFS ENOMEM EMFILE ENFILE EAGAIN ESTALE ENODEV EACCES EPERM'.split(' '),
);

/**
 * The same for another program's message about its failure, in the words of the C library (`LC_ALL=C`). An unreadable file is not
 * enough: an attempt can leave one.
 */
export function isMachineFault(said: string): boolean {
  return MACHINES_WORDS.some((words) => words.test(said));
}

const MACHINES_WORDS = [
  /No space left on device|Disk quota exceeded|Input\/output error|Read-only file system/u,
  /Cannot allocate memory|Out of memory|Too many open files|Resource temporarily unavailable|Stale file handle/u,
  // Git's messages about its own files.
  /(?:unable to (?:create|write)|cannot (?:lock|update|create)|could not (?:lock|write)).*Permission denied/u,
  /insufficient permission for adding an object/u,
  // This program's messages about a git call that was killed or that the system did not start.
  /^git was ended by SIGKILL|^git can't be run: spawn (?:\S+ )?E(?:AGAIN|MFILE|NFILE|NOMEM)/u,
];
