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
import type { DiffFile, DiffLine } from './diff/types.ts';

/** How a difference is asked for, so that neither settings nor attributes decide what is in it. */
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

/** What the program itself keeps is no part of a change, wherever in the repository the project is. */
const OWN = ':(exclude,top,glob)**/.orchestrator/**';

/** The largest difference that is read, in bytes. */
export const LARGEST_DIFF = 32 * 1024 * 1024;

/** Files that git does not know, beyond which no more are read, and how large each may be, in bytes. */
const MOST_UNKNOWN = 2_000;
const LARGEST_UNKNOWN = 1024 * 1024;

/** Where git is asked, and what ends it. */
export type Asking = { readonly git: Git; readonly top: string; readonly signal: AbortSignal };

/** The difference as text; `too-large` where there is more of it than is read. */
export type DiffText = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'too-large' };

/** The difference between two commits. @throws when git can't tell it */
export function commitDiff(asking: Asking, base: string, head: string): Promise<DiffText> {
  return textOf(asking, [base, head]);
}

/** The difference between two commits in which no file is taken for another under an old name. @throws when git can't tell it */
export function hunkDiff(asking: Asking, base: string, head: string): Promise<DiffText> {
  return textOf(asking, ['--no-renames', base, head]);
}

/** The difference between a tree and the files as they are, of those that git knows. @throws when git can't tell it */
export function workingDiff(asking: Asking, base: string): Promise<DiffText> {
  return textOf(asking, [base]);
}

async function textOf({ git, top, signal }: Asking, revisions: readonly string[]): Promise<DiffText> {
  const args = [...DIFF, ...revisions, '--', '.', OWN];
  const outcome = await git.run(top, args, { signal, limit: LARGEST_DIFF });
  if (outcome.kind === 'too-large') return { kind: 'too-large' };
  return { kind: 'text', text: said(outcome) };
}

/** What git prints. @throws when it fails */
function said(outcome: GitOutcome): string {
  if (outcome.kind !== 'ended' || outcome.code !== 0) throw new GitRefused(outcome);
  return outcome.stdout.toString('utf8');
}

/** Files that git does not know and does not ignore, as the difference would show them, and how many were left out and why. */
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
    if (place >= MOST_UNKNOWN) {
      left.push({ path, why: `more than ${MOST_UNKNOWN} files that git does not know` });
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
          ? 'a link on its way leads out of the repository'
          : 'it cannot be read as a file';
    left.push({ path, why });
    return [];
  });
  return { files, left };
}

/** How git writes that something is a link. */
export const LINK_MODE = '120000';

/** A file as git would keep it. */
type FileRead =
  | { readonly kind: 'text'; readonly text: string; readonly isLink: boolean }
  | { readonly kind: 'outside' }
  | Exclude<TextRead, { readonly kind: 'text' }>;

/** Reads a file as git would keep it: of a link, where it leads, and never what stands there; nothing outside of the repository. */
export function readAsGit(top: string, path: string, limit: number): FileRead {
  const place = join(top, path);
  if (!isWithin(top, dirname(place))) return { kind: 'outside' };
  const isLink = entryKind(place) === 'link';
  const read = isLink ? readLink(place) : readText(place, limit, 'keep');
  return read.kind === 'text' ? { ...read, isLink } : read;
}

/** A file that was not there before, with all its lines added. */
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

/** The most files whose first lines are looked at. */
const MOST_HEADS = 500;

/**
 * The lines near the top of files in which a program may say that it writes them.
 *
 * @param commit - without one, of the files as they are
 * @throws when git refuses to look
 */
export async function generatedMarks(
  { git, top, signal }: Asking,
  paths: readonly string[],
  commit?: string,
): Promise<ReadonlyMap<string, string>> {
  const marks = new Map<string, string>();
  if (paths.length === 0) return marks;
  const pattern = 'generated';
  const literal = paths.slice(0, MOST_HEADS).map((path) => `:(top,literal)${path}`);
  const args = ['grep', '-n', '-z', '-I', '-i', '--no-color', '--full-name', '--no-textconv', '-e', pattern];
  const outcome = await git.run(top, [...args, ...(commit === undefined ? [] : [commit]), '--', ...literal], {
    signal,
  });
  if (outcome.kind === 'ended' && outcome.code > 1) throw new GitRefused(outcome);
  // What it can't tell, the lines of the difference may.
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
