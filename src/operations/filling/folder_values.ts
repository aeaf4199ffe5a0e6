import { join, resolve } from 'node:path';
import picomatch from 'picomatch';
import { type Problem, type Result, success } from '../../diagnostics/index.ts';
import { type BundledFile, bundleFiles, type Values } from '../../framework/index.ts';
import { inSentence } from '../../lib/index.ts';
import {
  displayPath,
  entryKind,
  fileSize,
  filesBelow,
  findUpward,
  isFolder,
  listGitFiles,
  readText,
} from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import { type SecretSign, secretSign } from './secrets.ts';

/** Problems with values from folders. */
export type FolderValueProblemCode =
  | 'bad-set-dir'
  | 'input-given-twice'
  | 'folder-absent'
  | 'folder-empty'
  | 'folder-too-large'
  | 'file-skipped'
  | 'looks-secret'
  | 'git-silent';

/** Values, and notes on the files left out of them. */
export type FolderValues = {
  readonly values: Values;
  readonly notes: readonly Problem<FolderValueProblemCode>[];
};

/** The maximum read from one folder, in bytes; far more than any model reads. */
const LARGEST = 16 * 1024 * 1024;

/** Options for reading folders. */
export type FolderOptions = {
  /**
   * Selects files relative to the folder; a glob starting with `!` excludes files, one without `/` matches a name anywhere.
   */
  readonly globs: readonly string[];
  /** Whether to include files that look like keys or passwords. */
  readonly includeSecrets: boolean;
};

/**
 * Reads values given as `name=folder`: the text files in it, each under its path, sorted. Files that git ignores are left out
 * if the folder is in a repository, and `.git` always. Every other file left out is reported by name; one that looks like a
 * secret is refused unless `includeSecrets` is set.
 */
export async function readFolderValues(
  context: OperationContext,
  assignments: readonly string[],
  { globs, includeSecrets }: FolderOptions,
): Promise<Result<FolderValues, FolderValueProblemCode>> {
  const values: Record<string, string> = {};
  const notes: Problem<FolderValueProblemCode>[] = [];
  const problems: Problem<FolderValueProblemCode>[] = [];
  for (const assignment of assignments) {
    const [, name, folder] = /^([^=]+)=(.+)$/su.exec(assignment) ?? [];
    if (name === undefined || folder === undefined) problems.push(badSetDir(assignment));
    else if (Object.hasOwn(values, name)) {
      problems.push({ severity: 'error', code: 'input-given-twice', message: `"${name}" is set twice.` });
    } else {
      const read = await readFolder(context, folder, { globs, includeSecrets });
      problems.push(...read.problems);
      notes.push(...read.notes);
      const text = bundleFiles(read.files);
      Object.defineProperty(values, name, { value: text, enumerable: true, writable: true });
    }
  }
  return problems.length === 0
    ? success({ values, notes })
    : { ok: false, cause: 'usage', problems: [...problems, ...notes] };
}

type FolderRead = {
  readonly files: readonly BundledFile[];
  readonly notes: readonly Problem<FolderValueProblemCode>[];
  readonly problems: readonly Problem<FolderValueProblemCode>[];
};

async function readFolder(
  { cwd, env, log }: OperationContext,
  wanted: string,
  { globs, includeSecrets }: FolderOptions,
): Promise<FolderRead> {
  const folder = resolve(cwd, wanted);
  const shown = displayPath(cwd, folder);
  const notes: Problem<FolderValueProblemCode>[] = [];
  const failed = (code: FolderValueProblemCode, message: string, hint: string): FolderRead => ({
    files: [],
    notes,
    problems: [{ severity: 'error', code, message, file: shown, hint }],
  });
  if (!isFolder(folder))
    return failed('folder-absent', 'There is no such folder.', 'Give --set-dir input=FOLDER.');
  const listed = await listGitFiles(folder, env);
  log(`${shown}: ${listed ? `${listed.length} files listed by git` : 'git does not track it'}`);
  if (listed === undefined && findUpward(folder, '.git') !== undefined) notes.push(gitIsSilent(shown));
  const isWanted = globFilter(globs);
  const shownAs = (path: string) => displayPath(cwd, join(folder, path));
  const found = listed ?? filesBelow(folder, (below) => notes.push(skipped(shownAs(below), UNREAD)));
  const paths: string[] = [];
  for (const path of [...found].sort()) {
    const kind = entryKind(join(folder, path));
    // A nested repository is listed as a folder, and its files are its own.
    if (kind === 'folder') {
      if (!isLeftOut(globs, path)) notes.push(skipped(shownAs(path), NESTED, hintFor(path)));
    } else if (kind !== 'absent') {
      if (isWanted(path)) paths.push(path);
      // A file listed by git may have been deleted; but this one may exist under a name that cannot be decoded.
    } else if (path.includes('\ufffd') && !isLeftOut(globs, path))
      notes.push(skipped(shownAs(path), BAD_NAME));
  }
  const sizes = paths.map((path) => ({ path, bytes: fileSize(join(folder, path)) }));
  const bytes = sizes.reduce((sum, file) => sum + file.bytes, 0);
  if (bytes > LARGEST) {
    const largest = [...sizes].sort((a, b) => b.bytes - a.bytes).slice(0, 3);
    const names = inSentence(largest.map((file) => `${file.path} (${file.bytes} bytes)`));
    const message = `Its files have ${bytes} bytes together; at most ${LARGEST} are taken. The largest: ${names}.`;
    return failed('folder-too-large', message, "Take fewer with --glob, for example --glob 'src/**/*.ts'.");
  }
  const files: BundledFile[] = [];
  const secrets: Problem<FolderValueProblemCode>[] = [];
  for (const path of paths) {
    const read =
      entryKind(join(folder, path)) === 'file' ? readText(join(folder, path), LARGEST, 'keep') : undefined;
    if (read?.kind === 'text') {
      const sign = includeSecrets ? undefined : secretSign(path, read.text);
      if (sign !== undefined) secrets.push(looksSecret(shownAs(path), path, sign));
      else if (POINTER.test(read.text)) notes.push(skipped(shownAs(path), LFS));
      else files.push({ path, text: read.text });
    } else
      notes.push(
        skipped(
          displayPath(cwd, join(folder, path)),
          read && 'why' in read ? read.why : 'it is not a plain file',
        ),
      );
  }
  if (secrets.length > 0) return { files: [], notes, problems: secrets };
  if (files.length > 0) return { files, notes, problems: [] };
  const which = globs.length > 0 ? ` that matches ${globs.join(' ')}` : '';
  const ignored = listed === undefined ? '' : ' Files that git ignores are left out.';
  return failed('folder-empty', `It has no text file${which}.`, `Check --glob and the folder.${ignored}`);
}

function globFilter(globs: readonly string[]): (path: string) => boolean {
  const left = globs.filter((glob) => glob.startsWith('!')).map((glob) => glob.slice(1));
  const taken = globs.filter((glob) => !glob.startsWith('!'));
  const matcher = (patterns: readonly string[]) =>
    patterns.map((pattern) => picomatch(pattern, { dot: true, basename: !pattern.includes('/') }));
  const takes = matcher(taken);
  const leaves = matcher(left);
  return (path) =>
    (takes.length === 0 || takes.some((matches) => matches(path))) &&
    !leaves.some((matches) => matches(path));
}

/** Whether a glob that starts with `!` matches the path, or everything in it. */
function isLeftOut(globs: readonly string[], path: string): boolean {
  const left = globs.filter((glob) => glob.startsWith('!'));
  const bare = path.replace(/\/$/u, '');
  return left.length > 0 && [bare, `${bare}/x`].some((one) => !globFilter(left)(one));
}

const UNREAD = 'its folder cannot be read';
const BAD_NAME = 'its name is not UTF-8, so it cannot be named here';
const NESTED = 'it is a repository of its own';
const LFS = 'it is a git LFS pointer, and its content is not here';
const POINTER = /^version https:\/\/git-lfs\.github\.com\/spec\//u;

function hintFor(path: string): string {
  return `To include its files, name it as a folder of its own, or exclude it: --glob '!${path.replace(/\/$/u, '')}'`;
}

function skipped(file: string, why: string, hint?: string): Problem<FolderValueProblemCode> {
  const problem = { severity: 'warning', code: 'file-skipped', message: `Left out: ${why}.`, file } as const;
  return hint === undefined ? problem : { ...problem, hint };
}

function looksSecret(file: string, path: string, { why, line }: SecretSign): Problem<FolderValueProblemCode> {
  return {
    severity: 'error',
    code: 'looks-secret',
    message: `It looks like a secret: ${why}. Nothing was sent.`,
    file,
    ...(line === undefined ? {} : { line }),
    hint: `Exclude it with --glob '!${path}', have git ignore it, or include it with --include-secrets.`,
  };
}

function gitIsSilent(file: string): Problem<FolderValueProblemCode> {
  return {
    severity: 'warning',
    code: 'git-silent',
    message: 'git cannot list the ignored files here, so they are included.',
    file,
    hint: 'Run `git status` there to see why.',
  };
}

function badSetDir(assignment: string): Problem<FolderValueProblemCode> {
  return {
    severity: 'error',
    code: 'bad-set-dir',
    message: `--set-dir ${JSON.stringify(assignment.slice(0, 60))} is not of the form input=folder.`,
    hint: "For example: --set-dir material=src --glob '**/*.ts'",
  };
}
