import { join } from 'node:path';
import {
  copyTree,
  createFile,
  entryKind,
  type Git,
  GitRefused,
  gitFault,
  makeFolders,
  readText,
  replaceFile,
} from '../../../platform/index.ts';
import { cloneConfig } from './clone_config.ts';
import type { Repository } from './repository.ts';
import type { Worktree } from './worktree.ts';

/** The access to git for a repository. */
export type CloneContext = {
  readonly git: Git;
  readonly repository: Repository;
  readonly signal: AbortSignal;
};

/**
 * Makes the repository of a clone, without files yet: no branches, no remote, no hooks; it has its own new objects, and reads the
 * user's repository's objects in place. It names nothing else in that repository's folder.
 *
 * Objects of the user's that a commit of the batch reaches are kept as long as the batch's refs exist, so the user's garbage
 * collection removes none; tags are included as far as they are reached, with objects of their own.
 *
 * @returns the reason if that failed, else `undefined`
 */
export async function makeCloneRepository(
  { git, repository, signal }: CloneContext,
  worktree: Worktree,
  commit: string,
): Promise<string | undefined> {
  const { top, commonDir } = repository;
  const objects = join(commonDir, 'objects');
  if (objects.includes('\n')) return 'its path has a line end in it, which git cannot share objects through';
  const own = join(worktree.path, '.git');
  const format = await git.run(top, ['rev-parse', '--show-object-format'], { signal });
  const fault = gitFault(format);
  if (fault !== undefined || format.kind !== 'ended') return fault;
  makeFolders(worktree.path);
  const kind = format.stdout.toString('utf8').trim();
  const made = await git.run(
    worktree.path,
    ['init', '--quiet', '--template=', `--object-format=${kind}`, '--initial-branch=main', worktree.path],
    { signal },
  );
  if (gitFault(made) !== undefined) return gitFault(made);
  makeFolders(join(own, 'objects', 'info'));
  makeFolders(join(own, 'info'));
  await createFile(join(own, 'objects', 'info', 'alternates'), `${objects}\n`);
  for (const name of ['shallow', 'info/exclude', 'info/attributes', 'info/sparse-checkout']) {
    const folder = name === 'info/sparse-checkout' ? repository.ownDir : commonDir;
    if (entryKind(join(folder, name)) === 'file') await copyTree(join(folder, name), join(own, name));
  }
  const settings = await git.run(top, ['config', '--list', '--null', '--show-scope'], { signal });
  if (settings.kind !== 'ended' || settings.code !== 0) return gitFault(settings);
  const begun = readText(join(own, 'config'), MAX_CONFIG);
  if (begun.kind !== 'text') return 'git made a repository without settings';
  await replaceFile(join(own, 'config'), begun.text + cloneConfig(settings.stdout.toString('utf8')));
  await replaceFile(join(own, 'HEAD'), `${commit}\n`);
  return bringTags({ git, repository, signal }, own, commit);
}

/** In bytes. */
const MAX_CONFIG = 64 * 1024;

/** Copies the tags that a commit reaches, and the objects of annotated ones. */
async function bringTags(
  { git, repository, signal }: CloneContext,
  own: string,
  commit: string,
): Promise<string | undefined> {
  const args = ['for-each-ref', `--merged=${commit}`, '--format=%(objecttype) %(objectname) %(refname)'];
  const listed = await git.run(repository.top, [...args, 'refs/tags'], { signal });
  if (listed.kind !== 'ended' || listed.code !== 0) return gitFault(listed);
  const tags = listed.stdout
    .toString('utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split(' '));
  if (tags.length === 0) return undefined;
  const objects = tags.flatMap(([kind, id]) => (kind === 'tag' && id !== undefined ? [`${id}\n`] : []));
  if (objects.length > 0) {
    const pack = join(own, 'objects', 'pack', 'pack');
    const packed = await git.run(repository.top, ['pack-objects', '--quiet', pack], {
      input: objects.join(''),
      signal,
    });
    if (gitFault(packed) !== undefined) return gitFault(packed);
  }
  const lines = tags.map(([, id = '', name = '']) => `${id} ${name}\n`);
  await createFile(join(own, 'packed-refs'), lines.join(''));
  return undefined;
}

/** Whether a clone is still a repository of its own: nothing in it leads git, called there, to another one. */
export function isOwnRepository({ path }: Worktree): boolean {
  const own = join(path, '.git');
  if (entryKind(path) !== 'folder' || entryKind(own) !== 'folder') return false;
  const isPlain = (name: string, kind: string) => entryKind(join(own, name)) === kind;
  return (
    isPlain('HEAD', 'file') &&
    isPlain('index', 'file') &&
    isPlain('config', 'file') &&
    isPlain('objects', 'folder') &&
    isPlain('refs', 'folder') &&
    isPlain('commondir', 'absent')
  );
}

/**
 * Brings the files of a clone to a commit. The user's settings, filters and sparse checkout apply, as in any working tree of the
 * user's; the clone's own configuration is not read.
 *
 * @param env - from {@link worktreeEnvironment}
 * @returns the reason if that failed, else `undefined`
 */
export async function bringClone(
  { git, signal }: Pick<CloneContext, 'git' | 'signal'>,
  worktree: Worktree,
  { commit, env }: { readonly commit: string; readonly env: Readonly<Record<string, string>> },
): Promise<string | undefined> {
  const args = [...WHOLE_INDEX, 'read-tree', '--reset', '-u', '--no-recurse-submodules', commit];
  const fault = gitFault(await git.run(worktree.path, args, { signal, env }));
  if (fault !== undefined) return fault;
  await replaceFile(join(worktree.path, '.git', 'HEAD'), `${commit}\n`);
  return undefined;
}

/** The whole index is in the clone, and no part of it in the user's repository. */
const WHOLE_INDEX = ['core.splitIndex=false', 'core.untrackedCache=false', 'index.sparse=false'].flatMap(
  (setting) => ['-c', setting],
);

/** Whether files of a clone differ from a commit. @throws when git cannot be run */
export async function differs(
  { git, signal }: Pick<CloneContext, 'git' | 'signal'>,
  worktree: Worktree,
  { commit, env }: { readonly commit: string; readonly env: Readonly<Record<string, string>> },
): Promise<boolean> {
  const args = [...WHOLE_INDEX, 'diff-index', '--quiet', '--ignore-submodules=all', commit, '--'];
  const refreshed = [...WHOLE_INDEX, 'update-index', '-q', '--refresh'];
  await git.run(worktree.path, refreshed, { signal, env });
  const asked = await git.run(worktree.path, args, { signal, env });
  if (asked.kind === 'ended' && (asked.code === 0 || asked.code === 1)) return asked.code === 1;
  throw new GitRefused(asked);
}
