import { dirname, join } from 'node:path';
import { createFile, gitFault, makeFolders, withTemporaryFolder } from '../../../platform/index.ts';
import type { WorktreeContext } from '../worktrees/worktrees.ts';
import { DURABLE } from './commits.ts';
import { conflictEvidence } from './conflict_evidence.ts';
import { parseMergeTree } from './merge_tree_output.ts';

/** What merging two commits came to; nothing but objects is written in any case. */
export type TreeMerge =
  | { readonly kind: 'clean'; readonly tree: string }
  | {
      readonly kind: 'conflict';
      /** Sorted. */
      readonly files: readonly string[];
      /** What is in conflict, with the places, for whoever has to resolve it. */
      readonly evidence: string;
    }
  | { readonly kind: 'fault'; readonly why: string };

/**
 * Merges two commits over their merge base, as objects. The same two commits give the same tree whatever is in anybody's working
 * tree and settings: of attributes, those that the first commit has are obeyed (what is binary, what is a union of lines), and a
 * program that settings name for a kind of file is not run; such a file is merged as text.
 */
export async function mergeTrees(
  context: WorktreeContext,
  { ours, theirs }: { readonly ours: string; readonly theirs: string },
): Promise<TreeMerge> {
  const { git, repository, signal } = context;
  const drivers = await mergeDrivers(context);
  // Git looks for attributes in a working tree: it gets one that has nothing else.
  return withTemporaryFolder(async (folder) => {
    const fault = await bringAttributes(context, ours, folder);
    if (fault !== undefined) return { kind: 'fault', why: fault };
    const args = [...DURABLE, ...SETTINGS, 'merge-tree', '--write-tree', '-z', '--messages', ours, theirs];
    const env = {
      GIT_DIR: repository.commonDir,
      GIT_WORK_TREE: folder,
      GIT_ATTR_NOSYSTEM: '1',
      ...asEnvironment(drivers.map((driver) => [`merge.${driver}.driver`, AS_TEXT])),
    };
    const outcome = await git.run(folder, args, { env, signal });
    // A commit that is not there ends some versions with the code of a conflict; there is no tree then.
    const isOver = outcome.kind === 'ended' && outcome.code <= 1 && outcome.stdout.length > 0;
    if (!isOver) return { kind: 'fault', why: gitFault(outcome) ?? 'git failed' };
    const { tree, files, messages } = parseMergeTree(outcome.stdout.toString('utf8'));
    if (outcome.code === 0) return { kind: 'clean', tree };
    return { kind: 'conflict', files, evidence: await conflictEvidence(context, { tree, files, messages }) };
  });
}

/** What decides how a merge comes out, so that no settings do. */
const SETTINGS = [
  'merge.renames=true',
  'merge.renameLimit=7000',
  'merge.directoryRenames=conflict',
  'merge.renormalize=false',
  'merge.conflictStyle=merge',
  'merge.default=text',
  'core.attributesFile=/dev/null',
].flatMap((setting) => ['-c', setting]);

/**
 * Stands in for every program that settings name for merging: what git does without one. A setting can be overridden and not
 * taken away. More than 128 conflicts, or a binary file, would count as a failure of the program.
 */
const AS_TEXT = 'git merge-file --quiet --marker-size=%L %A %O %B || exit 1';

/** The names of all kinds of merge that settings define. */
async function mergeDrivers({ git, repository, signal }: WorktreeContext): Promise<string[]> {
  const names = new Set<string>();
  await git.records(
    repository.top,
    ['config', '-z', '--name-only', '--get-regexp', '^merge\\..+\\.[^.]+$'],
    (key) => names.add(key.slice('merge.'.length, key.lastIndexOf('.'))),
    { signal, env: { GIT_DIR: repository.commonDir } },
  );
  return [...names].sort();
}

/** Settings for one call whose names may hold anything. */
function asEnvironment(settings: readonly (readonly [key: string, value: string])[]): Record<string, string> {
  const pairs = settings.flatMap(([key, value], place) => [
    [`GIT_CONFIG_KEY_${place}`, key],
    [`GIT_CONFIG_VALUE_${place}`, value],
  ]);
  return { GIT_CONFIG_COUNT: `${settings.length}`, ...Object.fromEntries(pairs) };
}

/** Puts the attribute files of a commit into a folder; why that failed, or `undefined`. */
async function bringAttributes(
  { git, repository, signal }: WorktreeContext,
  commit: string,
  folder: string,
): Promise<string | undefined> {
  const found: { readonly blob: string; readonly path: string }[] = [];
  const listed = await git.records(
    repository.top,
    ['ls-tree', '-r', '-z', '--full-tree', commit],
    (record) => {
      const [, blob = '', path = ''] =
        /^100\d{3} blob ([0-9a-f]+)\t((?:.*\/)?\.gitattributes)$/su.exec(record) ?? [];
      if (path !== '' && isPlain(path)) found.push({ blob, path });
    },
    { signal },
  );
  if (gitFault(listed) !== undefined) return gitFault(listed);
  for (const { blob, path } of found) {
    const read = await git.run(repository.top, ['cat-file', 'blob', blob], { signal });
    if (read.kind !== 'ended' || read.code !== 0) return gitFault(read);
    makeFolders(join(folder, dirname(path)));
    await createFile(join(folder, path), read.stdout.toString('utf8'));
  }
  return undefined;
}

/** Whether a path of a tree, which can have been made by hand, stays below the folder that it is put in. */
function isPlain(path: string): boolean {
  return path.split('/').every((part) => !['', '.', '..'].includes(part) && part.toLowerCase() !== '.git');
}
