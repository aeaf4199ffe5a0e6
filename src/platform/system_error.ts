/** The code of an error from the system (`ENOENT`, …), or an empty text for any other error. */
export function systemErrorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** An error from the system in a few words, for a person. */
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

/** What helps against what the system refused, by its words, as the hint of a problem; none where nothing in particular does. */
export function remedyFor(why: string): { readonly hint?: string } {
  const hint = REMEDIES.find(([codes]) => codes.some((code) => SYSTEM_ERRORS[code] === why))?.[1];
  return hint === undefined ? {} : { hint };
}

const REMEDIES: readonly (readonly [codes: readonly string[], hint: string])[] = [
  [
    ['EACCES', 'EPERM'],
    'Look who may do that there, with ls -ld, of it and of the folders above it; give yourself the right, or be the user who has it.',
  ],
  [['EROFS'], 'Have it mounted for writing, or work on a copy elsewhere.'],
  [['ENOSPC', 'EDQUOT'], 'Make room there; then run the command again.'],
  [['EMFILE', 'ENFILE', 'EAGAIN', 'ENOMEM'], 'End other programs; then run the command again.'],
  [['EIO'], 'The disk may be failing: look at the log of the system, and keep a copy of what is on it.'],
];

/**
 * Puts a path on an error from the system that has none, as that of a call on an open file: whoever reads of a full disk has
 * to know which.
 */
export function withPath(error: unknown, path: string): unknown {
  if (systemErrorCode(error) !== '' && error instanceof Error && !('path' in error))
    return Object.assign(error, { path });
  return error;
}

/** Does something to an open file; what the system refuses is thrown with the file's path. */
export function naming<Value>(path: string, work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    throw withPath(error, path);
  }
}

/**
 * Whether an error of the system is the machine's: its disk, its memory, its tables. Whatever was to be done has nothing to do with
 * it, and goes well when that is mended. What comes of what was asked for (a path that is a link, a folder where a file was
 * expected, a program that is not there) is none.
 */
export function isRefusedByMachine(error: unknown): boolean {
  return MACHINE.has(systemErrorCode(error));
}

const MACHINE: ReadonlySet<string> = new Set(
  'ENOSPC EDQUOT EIO EROFS ENOMEM EMFILE ENFILE EAGAIN ESTALE ENODEV EACCES EPERM'.split(' '),
);

/**
 * The same of what another program says that could not go on, in the words that the C library has for it (`LC_ALL=C`). A file
 * that may not be read is not enough: an attempt can leave one.
 */
export function isMachineFault(said: string): boolean {
  return MACHINES_WORDS.some((words) => words.test(said));
}

const MACHINES_WORDS = [
  /No space left on device|Disk quota exceeded|Input\/output error|Read-only file system/u,
  /Cannot allocate memory|Out of memory|Too many open files|Resource temporarily unavailable|Stale file handle/u,
  // Of git: where it keeps what is its own.
  /(?:unable to (?:create|write)|cannot (?:lock|update|create)|could not (?:lock|write)).*Permission denied/u,
  /insufficient permission for adding an object/u,
  // Of this program, about a call of git that something else ended or the system did not start.
  /^git was ended by SIGKILL|^git can't be run: spawn (?:\S+ )?E(?:AGAIN|MFILE|NFILE|NOMEM)/u,
];
