import { join } from 'node:path';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import {
  displayPath,
  entryKind,
  isFolder,
  isWithin,
  readText,
  realPath,
  repairFolder,
  replaceTogether,
} from '../../platform/index.ts';
import { FILES, type RenderedFile } from '../composition/index.ts';
import type { FrameworkLock } from '../generated/framework.lock.ts';
import { LOCK_FILE } from './lock.ts';

/** Codes of the problems that the destination of a framework can have. */
export type TargetProblemCode =
  | 'output-outside-project'
  | 'output-not-a-folder'
  | 'framework-not-a-folder'
  | 'framework-unreadable';

/** A framework's folder, checked to lie inside its output folder. */
export type Target = {
  readonly folder: string;
  /** As shown to a person, with a slash at the end. */
  readonly shown: string;
};

/** The files that a framework's folder always has, the proof last. */
const FRAMEWORK_FILES: readonly string[] = [...FILES.map(({ file }) => file), LOCK_FILE];

/** The name under which a file's text from before a merge is kept until its conflicts are resolved. */
export function nameBefore(file: string): string {
  return `${file}.before`;
}

/** Every file that a write in a framework's folder can create, the proof last. */
const WRITTEN_FILES: readonly string[] = [...FILES.map(({ file }) => nameBefore(file)), ...FRAMEWORK_FILES];

/** The default folder for frameworks. */
export const DEFAULT_OUTPUT = 'output';

/**
 * Locates the folder of a framework. The default output folder may be a link, but not out of the project; a folder that the user
 * names may lead anywhere. The framework's own folder is never a link.
 *
 * @param options.name - a validated name
 * @param options.output - absolute path of the output folder
 * @param options.isDefault - whether the folder is the default rather than a named one
 */
export function locateTarget(options: {
  readonly cwd: string;
  readonly name: string;
  readonly output: string;
  readonly isDefault: boolean;
}): Result<Target, TargetProblemCode> {
  const { cwd, name, output, isDefault } = options;
  const file = displayPath(cwd, output);
  if (isDefault && !isWithin(cwd, output)) {
    return failure('usage', {
      severity: 'error',
      code: 'output-outside-project',
      message: 'The output folder is a link that leads out of this folder; nothing was written.',
      file,
      hint: `If that is intended, say so: --output ${realPath(output)}`,
    });
  }
  const there = entryKind(output);
  if (there !== 'absent' && !isFolder(output)) {
    return failure(there === 'unreadable' ? 'environment' : 'usage', notAFolder(file));
  }
  const folder = join(output, name);
  const kind = entryKind(folder);
  const shown = `${displayPath(cwd, folder)}/`;
  if (kind === 'absent' || kind === 'folder') return success({ folder, shown });
  if (kind === 'unreadable') return failure('environment', unreadable(shown));
  return failure('usage', {
    severity: 'error',
    code: 'framework-not-a-folder',
    message: `${kind === 'link' ? 'A link' : 'A file'} is where the framework's folder would be; nothing was written.`,
    file: shown.slice(0, -1),
    hint: 'Move it away, or choose another name.',
  });
}

function notAFolder(file: string): Problem<TargetProblemCode> {
  const message = 'The output folder is a file, or something else that is not a folder; nothing was written.';
  return { severity: 'error', code: 'output-not-a-folder', message, file, hint: 'Choose another --output.' };
}

function unreadable(file: string): Problem<TargetProblemCode> {
  const message = "The framework's folder cannot be read; nothing was written.";
  return {
    severity: 'error',
    code: 'framework-unreadable',
    message,
    file,
    hint: 'Give permission there, or choose another --output.',
  };
}

/**
 * The existing content of a framework's folder, compared with the files to be written.
 *
 * - `absent`: no folder
 * - `empty`: a folder without any of the framework's files
 * - `same`: every file is there, byte for byte
 * - `placeholders`: the files are as this program wrote them for the same request when components were missing, so that
 *   putting the real text in loses nothing
 * - `different`: at least one of the files is there, and they are not the same
 */
export type TargetState = 'absent' | 'empty' | 'same' | 'placeholders' | 'different';

/** Inspects a framework's folder. Changes nothing. */
export function inspectTarget(target: Target, files: readonly RenderedFile[]): TargetState {
  if (entryKind(target.folder) === 'absent') return 'absent';
  if (FRAMEWORK_FILES.every((file) => entryKind(join(target.folder, file)) === 'absent')) return 'empty';
  const same = files.every(({ file, text }) => {
    const read = readText(join(target.folder, file), Buffer.byteLength(text));
    return read.kind === 'text' && read.text === text;
  });
  if (same) return 'same';
  return isUntouchedPlaceholder(target, files) ? 'placeholders' : 'different';
}

/** Whether the existing lock is for the same request, has TODOs left, and the files are still as it records them. */
function isUntouchedPlaceholder({ folder }: Target, files: readonly RenderedFile[]): boolean {
  const wanted = readLock(files.at(-1)?.text ?? '');
  const read = readText(join(folder, LOCK_FILE), LARGEST_LOCK);
  const found = read.kind === 'text' ? readLock(read.text) : undefined;
  if (!wanted || !found || !(found.todos.length > 0) || requestOf(found) !== requestOf(wanted)) return false;
  return found.files.every(({ file, text }) => {
    if (!FRAMEWORK_FILES.includes(file)) return false;
    const now = readText(join(folder, file), Buffer.byteLength(text));
    return now.kind === 'text' && now.text === text;
  });
}

/** In bytes. */
const LARGEST_LOCK = 64 * 1024 * 1024;

function requestOf({ name, title, goal, variant, answers }: LockParts): string {
  return JSON.stringify([name, title, goal, variant, answers]);
}

type LockParts = Pick<FrameworkLock, 'name' | 'title' | 'goal' | 'variant' | 'answers' | 'todos' | 'files'>;

/** The parts of a lock file that are compared here; `undefined` for anything of another form. */
function readLock(text: string): LockParts | undefined {
  try {
    const lock = JSON.parse(text) as Partial<LockParts> | null;
    if (!Array.isArray(lock?.todos) || !Array.isArray(lock.files)) return undefined;
    const isWhole = lock.files.every(
      (entry) => typeof entry?.file === 'string' && typeof entry.text === 'string',
    );
    return isWhole ? (lock as LockParts) : undefined;
  } catch {
    return undefined;
  }
}

/** Completes or undoes an interrupted write; returns which. */
export function repairTarget({ folder }: Pick<Target, 'folder'>): ReturnType<typeof repairFolder> {
  return repairFolder(folder, WRITTEN_FILES);
}

/**
 * Replaces files of a framework together, the proof last.
 *
 * @param isAsExpected - called at the last moment to decide whether to go on
 * @returns `changed` if it returned `false`
 */
export function replaceIn(
  { folder }: Pick<Target, 'folder'>,
  files: readonly RenderedFile[],
  isAsExpected: () => boolean = () => true,
): Promise<'replaced' | 'changed'> {
  const inOrder = WRITTEN_FILES.flatMap((name) => files.filter(({ file }) => file === name));
  const set = inOrder.map(({ file, text }) => ({ name: file, text }));
  return replaceTogether(folder, set, { known: WRITTEN_FILES, isAsExpected });
}
