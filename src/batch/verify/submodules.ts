import { join } from 'node:path';
import { firstFew } from '../../lib/index.ts';
import { entryKind, readText, realPath } from '../../platform/index.ts';
import { COMMIT } from './changes.ts';
import type { GitCalls } from './git_calls.ts';

/** Work of an attempt in another repository inside its worktree, which no commit of this one can contain. */
export type Unheld = {
  /** The submodule's folder, relative to the worktree's top. */
  readonly path: string;
  /** In a sentence, for a person and for the next attempt. */
  readonly why: string;
  /** A commit of the files as they were left, among this repository's objects; no ref points to it yet. */
  readonly kept: string | undefined;
};

/** A submodule in the base. */
export type Submodule = { readonly path: string; readonly commit: string };

/** Parses the submodules of an index. @param entries - the output of `ls-files --stage -z` */
export function submodulesIn(entries: readonly string[]): Submodule[] {
  return entries
    .filter((entry) => entry.startsWith(COMMIT))
    .map((entry) => ({
      path: entry.slice(entry.indexOf('\t') + 1),
      commit: entry.split(/\s/u)[1] ?? '',
    }));
}

/**
 * Returns an attempt's work in submodules, which is not in its snapshot: changed files, and commits in no branch or tag of the
 * submodule's origin, which could not be fetched elsewhere. A submodule moved to a published commit, with the files of that
 * commit, is fully described by it. Includes nested submodules.
 *
 * @param folder - for temporary indexes
 */
export async function unheldIn(
  calls: GitCalls,
  submodules: readonly Submodule[],
  { top, folder }: { readonly top: string; readonly folder: string },
): Promise<Unheld[]> {
  const found: Unheld[] = [];
  const waiting = [...submodules];
  for (let count = 0; waiting.length > 0; count++) {
    const { path, commit: base } = waiting.shift() as Submodule;
    const place = join(top, path);
    if (entryKind(join(place, '.git')) === 'absent') {
      if (entryKind(place) === 'folder' && isStillOne(top, path) && (await hasFiles(calls, place)))
        found.push({ path, kept: undefined, why: notFetched(path) });
      continue;
    }
    const looked = await lookInto(calls, { place, base, index: join(folder, `submodule-${count}`) });
    if (looked === undefined) continue;
    waiting.push(...looked.inner.map((inner) => ({ ...inner, path: `${path}/${inner.path}` })));
    const { files, unpublished, aside } = looked;
    if (files.length === 0 && unpublished === undefined && aside === '') continue;
    const kept = await keep(calls, place, join(folder, `kept-${count}`), path);
    found.push({ path, kept, why: changedIn(path, looked) });
  }
  return found;
}

type Looked = {
  readonly files: readonly string[];
  /** The commit it is at. */
  readonly unpublished: string | undefined;
  /** A commit on another branch, or in its stash; empty for none. */
  readonly aside: string;
  readonly inner: readonly Submodule[];
};

/** Compares the files of a submodule with its expected commit. Nothing configured in it is run. */
async function lookInto(
  calls: GitCalls,
  { place, base, index }: { readonly place: string; readonly base: string; readonly index: string },
): Promise<Looked | undefined> {
  const head = await calls.headOf(place);
  if (head === '') return undefined;
  const unpublished = head === base || (await calls.isPublished(place, head)) ? undefined : head;
  const aside = unpublished === undefined ? await calls.asideIn(place, base) : '';
  const objects = await calls.objectsOf(place);
  const call = { top: place, indexFile: index, alternates: objects, isOptional: true } as const;
  const expected = unpublished === undefined ? head : base;
  await calls.run(['read-tree', expected], call);
  const entries = await calls.records(['ls-files', '--stage', '-z'], call);
  await calls.run(['add', '--all', '--', '.'], call);
  const tree = await calls.run(['write-tree'], call);
  const args = ['diff-tree', '-r', '-z', '--name-only', '--no-renames', '--ignore-submodules=all'];
  const files = tree === '' ? [] : await calls.records([...args, expected, tree], call);
  return { files, unpublished, aside, inner: submodulesIn(entries) };
}

/** Copies the files of a submodule into this repository, so that they are not lost. */
async function keep(
  calls: GitCalls,
  place: string,
  index: string,
  path: string,
): Promise<string | undefined> {
  const call = { top: place, indexFile: index, isOptional: true } as const;
  await calls.run(['add', '--all', '--', '.'], call);
  const tree = await calls.run(['write-tree'], call);
  const message = `What an attempt left in the submodule ${path}\n`;
  const commit = tree === '' ? '' : await calls.run(['commit-tree', tree, '-m', message], call);
  return commit === '' ? undefined : commit;
}

async function hasFiles(calls: GitCalls, place: string): Promise<boolean> {
  const call = { top: place, isOptional: true } as const;
  return (await calls.records(['ls-files', '-z', '--others', '--', '.'], call)).length > 0;
}

/** Whether the files still declare a folder as a submodule: one deliberately turned into files is not declared any longer. */
function isStillOne(top: string, path: string): boolean {
  const read = readText(join(top, '.gitmodules'), 1024 * 1024);
  if (read.kind !== 'text' || realPath(join(top, '.gitmodules')) !== join(top, '.gitmodules')) return false;
  return read.text.split('\n').some((line) => /^\s*path\s*=\s*(.*?)\s*$/u.exec(line)?.[1] === path);
}

const MAX_NAMED = 10;

function changedIn(path: string, { files, unpublished, aside }: Looked): string {
  const named = firstFew(files, MAX_NAMED, (file) => `${path}/${file}`);
  const changed = files.length === 0 ? '' : `files were changed in it (${named})`;
  const moved =
    unpublished === undefined
      ? ''
      : `it was moved to the commit ${unpublished}, which no branch or tag of its origin has`;
  const beside =
    aside === ''
      ? ''
      : `on a branch of it or in its stash is the commit ${aside}, which no branch or tag of its origin has, and which is gone with the worktree`;
  const what = [moved, beside, changed].filter(Boolean).join(', and ');
  return `${path} is a submodule, a repository of its own: ${what}. A batch can only record a commit of a submodule that others can fetch: change it in its own repository and publish that first.`;
}

function notFetched(path: string): string {
  return `${path} is a submodule that was not fetched here, and files were written in its place. Fetch it in each worktree with --setup 'git submodule update --init --recursive'; what is changed in it belongs into its own repository.`;
}
