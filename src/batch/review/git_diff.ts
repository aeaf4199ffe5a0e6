import { dirname, join } from 'node:path';
import {
  entryKind,
  type Git,
  type GitOutcome,
  GitRefused,
  gitFault,
  isWithin,
  readLink,
  readText,
  type TextRead,
} from '../../platform/index.ts';
import type { DiffFile, DiffLine } from './diff/diff.ts';

/** The options of `git diff`, so that neither settings nor attributes decide its content. */
const DIFF = [
  'diff',
  '--no-color',
  '--no-ext-diff',
  '--no-textconv',
  '--full-index',
  '--find-renames',
  '--unified=3',
  '--submodule=short',
  '--ignore-submodules=none',
  '--src-prefix=a/',
  '--dst-prefix=b/',
  '--no-relative',
  '--inter-hunk-context=0',
  '--diff-algorithm=histogram',
];

/** This program's own files are no part of a change, wherever in the repository the project is. */
const OWN = ':(exclude,top,glob)**/.orchestrator/**';

/** The largest diff that is read, in bytes. */
export const LARGEST_DIFF = 32 * 1024 * 1024;

/** The most untracked files that are read, and the largest size of each, in bytes. */
const MAX_UNKNOWN = 2_000;
const LARGEST_UNKNOWN = 1024 * 1024;

/** The git repository to ask, and the signal that ends it. */
export type Asking = { readonly git: Git; readonly top: string; readonly signal: AbortSignal };

/** The diff as text; `too-large` where it exceeds the limit. */
export type DiffText = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'too-large' };

/** The diff between two commits. @throws when git fails */
export function commitDiff(asking: Asking, base: string, head: string): Promise<DiffText> {
  return textOf(asking, [base, head]);
}

/** The diff between two commits without rename detection. @throws when git fails */
export function hunkDiff(asking: Asking, base: string, head: string): Promise<DiffText> {
  return textOf(asking, ['--no-renames', base, head]);
}

/** The diff between a tree and the current tracked files. @throws when git fails */
export function workingDiff(asking: Asking, base: string): Promise<DiffText> {
  return textOf(asking, [base]);
}

async function textOf({ git, top, signal }: Asking, revisions: readonly string[]): Promise<DiffText> {
  const args = [...DIFF, ...revisions, '--', '.', OWN];
  const outcome = await git.run(top, args, { signal, limit: LARGEST_DIFF });
  if (outcome.kind === 'too-large') return { kind: 'too-large' };
  return { kind: 'text', text: said(outcome) };
}

/** The output of git. @throws when it fails */
function said(outcome: GitOutcome): string {
  if (outcome.kind !== 'ended' || outcome.code !== 0) throw new GitRefused(outcome);
  return outcome.stdout.toString('utf8');
}

/** Untracked files that are not ignored, as the diff would show them, and how many were left out and why. */
export async function unknownFiles({ git, top, signal }: Asking): Promise<{
  readonly files: readonly DiffFile[];
  readonly left: readonly { readonly path: string; readonly why: string }[];
}> {
  const paths: string[] = [];
  const args = ['ls-files', '--others', '--exclude-standard', '-z', '--', '.', OWN];
  const outcome = await git.records(top, args, (path) => paths.push(path), { signal });
  if (gitFault(outcome) !== undefined) throw new GitRefused(outcome);
  const left: { path: string; why: string }[] = [];
  const files = paths.sort().flatMap((path, place): DiffFile[] => {
    if (place >= MAX_UNKNOWN) {
      left.push({ path, why: `more than ${MAX_UNKNOWN} untracked files` });
      return [];
    }
    const read = path.endsWith('/') ? undefined : readAsGit(top, path, LARGEST_UNKNOWN);
    if (read?.kind === 'text' && read.isLink) return [{ ...addedFile(path, read.text), newMode: LINK_MODE }];
    if (read?.kind === 'text') return [addedFile(path, read.text)];
    if (read?.kind === 'not-text')
      return [{ path, status: 'added', isBinary: true, hunks: [], added: 0, removed: 0 }];
    const why =
      read?.kind === 'too-large'
        ? `larger than ${LARGEST_UNKNOWN} bytes`
        : read?.kind === 'outside'
          ? 'a link in its path leads out of the repository'
          : 'it cannot be read as a file';
    left.push({ path, why });
    return [];
  });
  return { files, left };
}

/** Git's mode for a symbolic link. */
export const LINK_MODE = '120000';

/** A file's content as git would store it. */
type FileRead =
  | { readonly kind: 'text'; readonly text: string; readonly isLink: boolean }
  | { readonly kind: 'outside' }
  | Exclude<TextRead, { readonly kind: 'text' }>;

/**
 * Reads a file as git would store it: for a link, its target path, never the target's content; nothing outside the repository.
 */
export function readAsGit(top: string, path: string, limit: number): FileRead {
  const place = join(top, path);
  if (!isWithin(top, dirname(place))) return { kind: 'outside' };
  const isLink = entryKind(place) === 'link';
  const read = isLink ? readLink(place) : readText(place, limit, 'keep');
  return read.kind === 'text' ? { ...read, isLink } : read;
}

/** A new file, with all its lines added. */
export function addedFile(path: string, text: string): DiffFile {
  const texts = text.split('\n');
  if (texts.at(-1) === '') texts.pop();
  const lines = texts.map(
    (line, place): DiffLine => ({
      kind: 'added',
      text: line.replace(/\r$/u, ''),
      before: 0,
      after: place + 1,
    }),
  );
  const hunks =
    lines.length === 0
      ? []
      : [{ before: { line: 0, count: 0 }, after: { line: 1, count: lines.length }, lines }];
  return { path, status: 'added', isBinary: false, hunks, added: lines.length, removed: 0 };
}

/** The most files whose first lines are read. */
const MAX_HEADS = 500;

/**
 * The lines near the top of files in which a program may mark them as generated.
 *
 * @param commit - without one, the files on disk
 * @throws when git fails
 */
export async function generatedMarks(
  { git, top, signal }: Asking,
  paths: readonly string[],
  commit?: string,
): Promise<ReadonlyMap<string, string>> {
  const marks = new Map<string, string>();
  if (paths.length === 0) return marks;
  const pattern = 'generated';
  const literal = paths.slice(0, MAX_HEADS).map((path) => `:(top,literal)${path}`);
  const args = ['grep', '-n', '-z', '-I', '-i', '--no-color', '--full-name', '--no-textconv', '-e', pattern];
  const outcome = await git.run(top, [...args, ...(commit === undefined ? [] : [commit]), '--', ...literal], {
    signal,
  });
  if (outcome.kind === 'ended' && outcome.code > 1) throw new GitRefused(outcome);
  // The lines of the diff may show the marks instead.
  if (outcome.kind !== 'ended' || outcome.code !== 0) return marks;
  const before = commit === undefined ? 0 : commit.length + 1;
  for (const [, name = '', line = '', text = ''] of outcome.stdout
    .toString('utf8')
    .matchAll(/([^\0\n]*)\0(\d+)\0([^\n]*)(?:\n|$)/gu)) {
    if (Number(line) > 12) continue;
    const path = name.slice(before);
    marks.set(path, `${marks.get(path) ?? ''}${text.slice(0, 300)}\n`);
  }
  return marks;
}
