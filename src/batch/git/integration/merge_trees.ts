import { dirname, join } from 'node:path';
import { createFile, gitFault, makeFolders, withTemporaryFolder } from '../../../platform/index.ts';
import type { WorktreeContext } from '../worktrees/worktrees.ts';
import { DURABLE } from './commits.ts';
import { conflictEvidence } from './conflict_evidence.ts';
import { parseMergeTree } from './merge_tree_output.ts';

/** The result of merging two commits; only objects are written in any case. */
export type TreeMerge =
  | { readonly kind: 'clean'; readonly tree: string }
  | {
      readonly kind: 'conflict';
      /** Sorted. */
      readonly files: readonly string[];
      /** The conflicts with their places, for the person or agent that resolves them. */
      readonly evidence: string;
    }
  | { readonly kind: 'fault'; readonly why: string };

/**
 * Merges two commits over their merge base, as objects. The same two commits give the same tree regardless of any working tree
 * and settings: the attributes of the first commit apply (binary files, unions of lines), and a merge program from the settings
 * is not run; such a file is merged as text.
 */
export async function mergeTrees(
  context: WorktreeContext,
  { ours, theirs }: { readonly ours: string; readonly theirs: string },
): Promise<TreeMerge> {
  const { git, repository, signal } = context;
  const drivers = await mergeDrivers(context);
  // Git reads attributes from a working tree: it gets one with nothing else in it.
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
    // For a missing commit some versions exit with the code of a conflict, but print no tree.
    const isOver = outcome.kind === 'ended' && outcome.code <= 1 && outcome.stdout.length > 0;
    if (!isOver) return { kind: 'fault', why: gitFault(outcome) ?? 'git failed' };
    const { tree, files, messages } = parseMergeTree(outcome.stdout.toString('utf8'));
    if (outcome.code === 0) return { kind: 'clean', tree };
    return { kind: 'conflict', files, evidence: await conflictEvidence(context, { tree, files, messages }) };
  });
}

/** The settings that affect a merge's result, so that the user's do not. */
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
 * Replaces every merge program in the settings: does what git does without one. A setting can be overridden but not removed. More
 * than 128 conflicts, or a binary file, would count as a failure of the program.
 */
const AS_TEXT = 'git merge-file --quiet --marker-size=%L %A %O %B || exit 1';

/** The names of all merge drivers in the settings. */
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

/** Passes settings with arbitrary names for one call. */
function asEnvironment(settings: readonly (readonly [key: string, value: string])[]): Record<string, string> {
  const pairs = settings.flatMap(([key, value], place) => [
    [`GIT_CONFIG_KEY_${place}`, key],
    [`GIT_CONFIG_VALUE_${place}`, value],
  ]);
  return { GIT_CONFIG_COUNT: `${settings.length}`, ...Object.fromEntries(pairs) };
}

/** Writes the attribute files of a commit to a folder; returns the reason if that failed, else `undefined`. */
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

/** Whether a path of a tree, which can be crafted, stays below the folder it is written to. */
function isPlain(path: string): boolean {
  return path.split('/').every((part) => !['', '.', '..'].includes(part) && part.toLowerCase() !== '.git');
}
