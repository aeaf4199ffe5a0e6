import { join } from 'node:path';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import {
  type FrameworkLock,
  inLineEndsOf,
  LOCK_FILE,
  type LockProblemCode,
  nameBefore,
  readLock,
} from '../../framework/index.ts';
import {
  commitMark,
  displayPath,
  entryKind,
  readText,
  remedyFor,
  settledPath,
} from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import {
  type FrameworkPlace,
  type FrameworkRoot,
  type LocateProblemCode,
  locateFramework,
} from './locate_framework.ts';
import { openConflicts } from './open_conflicts.ts';

/** A framework with a valid lock and both files present. */
export type OpenFramework = {
  readonly place: FrameworkPlace;
  readonly lock: FrameworkLock;
  /** In the order in which a model reads them. */
  readonly files: readonly FrameworkFile[];
  /** `unresolved` if a file has conflict markers of an update, `edited` if one was edited by hand. */
  readonly state: FileState;
};

/** A generated file: its current text and the text that was written. */
export type FrameworkFile = {
  readonly file: string;
  /** Absolute. */
  readonly path: string;
  /** The path as the user would write it. */
  readonly shown: string;
  /** As on disk. */
  readonly text: string;
  /** The text in the lock, with the line ends of {@link text}. */
  readonly written: string;
  readonly state: FileState;
  /** The lines, from 1, with unresolved conflicts of an update. */
  readonly conflicts: readonly number[];
};

export type FileState = 'as-written' | 'edited' | 'unresolved';

/** Like {@link OpenFramework}; a file that somebody removed has no text. */
export type StoredFramework = Omit<OpenFramework, 'files'> & {
  readonly files: readonly StoredFile[];
  /** The lock file's text, which reveals later writes by other processes. */
  readonly lockText: string;
};

/** Like {@link FrameworkFile}; `text` is `null` if the file is missing. */
export type StoredFile = Omit<FrameworkFile, 'text'> & { readonly text: string | null };

export type OpenProblemCode =
  | LocateProblemCode
  | LockProblemCode
  | 'framework-file-absent'
  | 'framework-file-unreadable';

/** The largest generated file that is read, in bytes. */
const LARGEST = 32 * 1024 * 1024;
/** The largest lock that is read, in bytes; it contains both files. */
const LARGEST_LOCK = 64 * 1024 * 1024;

/**
 * Opens a framework to use it: finds it, and reads its lock and its two files. Reports all problems at once. Writes nothing.
 *
 * @param wanted - a framework's name or the path of its folder, as {@link locateFramework} takes it
 */
export async function openFramework(
  context: OperationContext,
  wanted: string,
  root: FrameworkRoot = {},
): Promise<Result<OpenFramework, OpenProblemCode>> {
  const place = locateFramework(context, wanted, root);
  if (!place.ok) return place;
  const stored = await readFramework(context, place.value);
  if (!stored.ok) return stored;
  const files = stored.value.files.flatMap((file): FrameworkFile[] =>
    file.text === null ? [] : [{ ...file, text: file.text }],
  );
  const { lock, state } = stored.value;
  if (files.length === stored.value.files.length) return success({ place: place.value, lock, files, state });
  const absent = stored.value.files.filter(({ text }) => text === null);
  return failure('problems', ...absent.map(({ shown }) => fileAbsent(shown, place.value)));
}

/**
 * Reads a framework, whose files may be missing: consistently from before or after another process's write. An interrupted
 * write is read in its settled state, and left to the next writer to finish.
 */
export async function readFramework(
  context: OperationContext,
  place: FrameworkPlace,
): Promise<Result<StoredFramework, OpenProblemCode>> {
  for (let tries = 0; ; tries++) {
    const before = markOf(place);
    const stored = await readOnce(context, place);
    // A commit that moved files while they were read has changed the mark, or left another lock.
    if (before === markOf(place) || tries === MAX_TRIES) return stored;
  }
}

/** The number of times a framework is read again while others keep writing. */
const MAX_TRIES = 20;

/** A mark that changes when another process writes. */
function markOf({ folder }: FrameworkPlace): string {
  return `${commitMark(folder)}\n${lockText(folder)}`;
}

function lockText(folder: string): string {
  const read = readText(settledPath(folder, LOCK_FILE) ?? join(folder, LOCK_FILE), LARGEST_LOCK);
  return read.kind === 'text' ? read.text : '';
}

async function readOnce(
  context: OperationContext,
  place: FrameworkPlace,
): Promise<Result<StoredFramework, OpenProblemCode>> {
  const lockPath = join(place.folder, LOCK_FILE);
  const settled = settledPath(place.folder, LOCK_FILE) ?? lockPath;
  const lock = await readLock(settled, displayPath(context.cwd, lockPath));
  if (!lock.ok) return lock;
  const files: StoredFile[] = [];
  const problems: Problem<OpenProblemCode>[] = [];
  for (const { file, text } of lock.value.files) {
    const read = readStored(context, place, file);
    if (!read.ok) problems.push(...read.problems);
    else {
      const before = () => textBefore(context, place, file);
      files.push({ ...read.value, ...compared(read.value, { written: text, lock: lock.value, before }) });
    }
  }
  if (problems.length > 0) return failure('problems', ...problems);
  return success({
    place,
    lock: lock.value,
    lockText: lockText(place.folder),
    files,
    state: worstOf(files),
  });
}

/** Reads a generated file; `text` is `null` if the file is missing. */
export function readStored(
  { cwd }: OperationContext,
  { folder }: FrameworkPlace,
  file: string,
): Result<Pick<StoredFile, 'file' | 'path' | 'shown' | 'text'>, OpenProblemCode> {
  const path = join(folder, file);
  const shown = displayPath(cwd, path);
  const settled = settledPath(folder, file);
  const kind = settled === null ? 'absent' : entryKind(settled);
  if (settled === null || kind === 'absent') return success({ file, path, shown, text: null });
  // A link could lead anywhere, and its target would be sent to a model or overwritten.
  if (kind !== 'file') return failure('problems', fileUnreadable(shown, `it is a ${NOT_A_FILE[kind]}`));
  const read = readText(settled, LARGEST);
  if (read.kind === 'text') return success({ file, path, shown, text: read.text });
  const why = 'why' in read ? read.why : read.kind.replaceAll('-', ' ');
  return failure(read.kind === 'unreadable' ? 'environment' : 'problems', fileUnreadable(shown, why));
}

const NOT_A_FILE = {
  folder: 'folder',
  link: 'link',
  other: 'device or a pipe',
  unreadable: 'thing that cannot be looked at',
} as const;

function compared(
  { file, text }: Pick<StoredFile, 'file' | 'text'>,
  how: { readonly written: string; readonly lock: FrameworkLock; readonly before: () => string | null },
): Pick<StoredFile, 'written' | 'state' | 'conflicts'> {
  if (text === null) return { written: how.written, state: 'edited', conflicts: [] };
  const written = inLineEndsOf(text, how.written);
  const merge = how.lock.unresolved.find((candidate) => candidate.file === file);
  const conflicts = openConflicts({ text, written, merge, before: how.before });
  const state = conflicts.length > 0 ? 'unresolved' : written === text ? 'as-written' : 'edited';
  return { written, state, conflicts };
}

/** The version of a file before a merge, if one was kept. */
function textBefore(context: OperationContext, place: FrameworkPlace, file: string): string | null {
  const read = readStored(context, place, nameBefore(file));
  return read.ok ? read.value.text : null;
}

function worstOf(files: readonly { readonly state: FileState }[]): FileState {
  const states = files.map(({ state }) => state);
  if (states.includes('unresolved')) return 'unresolved';
  return states.includes('edited') ? 'edited' : 'as-written';
}

function fileAbsent(file: string, { shown }: FrameworkPlace): Problem<OpenProblemCode> {
  return {
    severity: 'error',
    code: 'framework-file-absent',
    message: 'A file of the framework is missing.',
    file,
    hint: `Restore it from version control, or write it again with \`orchestrator update ${shown}\`.`,
  };
}

function fileUnreadable(file: string, why: string): Problem<OpenProblemCode> {
  const message = `A file of the framework cannot be read: ${why}.`;
  return { severity: 'error', code: 'framework-file-unreadable', message, file, ...remedyFor(why) };
}
