import { join } from 'node:path';
import { type Result, success } from '../../../diagnostics/index.ts';
import {
  type Git,
  type GitOutcome,
  gitFault,
  isFolder,
  isNoRepository,
  realPath,
} from '../../../platform/index.ts';
import { type WorktreeProblemCode, worktreeFailure } from './worktree_problem.ts';

/** A project that supports worktrees for attempts. Every path is absolute and free of links. */
export type Repository = {
  /** The folder the batch works on; the repository's own top, or a folder below it. */
  readonly project: string;
  /** The project's path below the top, ending in `/`; empty if it is the top. */
  readonly prefix: string;
  /** The top of the project's working tree, which may itself be a linked one. */
  readonly top: string;
  /** The git folder shared by all worktrees, with `config` and `hooks`. */
  readonly commonDir: string;
  /** The git folder of this working tree alone; the same folder, except for a linked one. */
  readonly ownDir: string;
  /** The commit of the user's branch. */
  readonly head: string;
  /** Submodules are not part of a worktree until they are fetched. */
  readonly hasSubmodules: boolean;
};

/** Checks whether a project can have worktrees: it is in a git repository with files and at least one commit. */
export async function openRepository(
  git: Git,
  folder: string,
  signal?: AbortSignal,
): Promise<Result<Repository, WorktreeProblemCode>> {
  const project = realPath(folder);
  if (!isFolder(project)) return notThere(project);
  const options = signal === undefined ? {} : { signal };
  const places = await git.run(project, ['rev-parse', ...PLACES], options);
  if (places.kind === 'aborted') return worktreeFailure('interrupted', 'interrupted', 'It was cancelled.');
  if (places.kind !== 'ended') {
    return worktreeFailure('environment', 'git-unusable', `Git cannot be used: ${gitFault(places)}.`, AGAIN);
  }
  const [isInside, top = '', common = '', own = '', prefix = ''] = places.stdout.toString('utf8').split('\n');
  // The next call fails then, since there is no working tree.
  if (isInside === 'false') {
    return worktreeFailure(
      'problems',
      'no-working-tree',
      `${project} is in a git repository without files (a bare one), or inside git's own folder.`,
      'Run this in a clone with files: git clone <repository>.',
    );
  }
  if (places.code !== 0) return refused(project, places);
  const asked = await git.run(project, ['cat-file', '--batch-check=%(objectname)'], {
    ...options,
    input: 'HEAD^{commit}\nHEAD:.gitmodules\n',
  });
  if (asked.kind !== 'ended' || asked.code !== 0) return refused(project, asked);
  // For a missing object git prints the requested name and a note.
  const [commit = '', modules = ''] = asked.stdout.toString('utf8').split('\n');
  if (!IS_OBJECT.test(commit)) {
    return worktreeFailure(
      'problems',
      'no-commit',
      'The git repository has no commit yet, so there is nothing that an attempt could start from.',
      "Commit the existing files first: git add -A && git commit -m 'Start'.",
    );
  }
  const commonDir = realPath(common.startsWith('/') ? common : join(project, common));
  const hasSubmodules = IS_OBJECT.test(modules);
  const ownDir = realPath(own);
  return success({ project, prefix, top: realPath(top), commonDir, ownDir, head: commit, hasSubmodules });
}

const PLACES = [
  '--is-inside-work-tree',
  '--show-toplevel',
  '--git-common-dir',
  '--absolute-git-dir',
  '--show-prefix',
];

const IS_OBJECT = /^[0-9a-f]{40,64}$/u;

function notThere(project: string) {
  return worktreeFailure('usage', 'not-a-repository', `There is no folder ${project}.`);
}

/** Git's own message, if it says more than that there is no repository: one of another user's, a damaged one. */
function refused(project: string, outcome: GitOutcome) {
  if (isNoRepository(outcome)) {
    return worktreeFailure(
      'problems',
      'not-a-repository',
      `${project} is not in a git repository, so attempts cannot be kept apart from your files.`,
      "Make it one (git init && git add -A && git commit -m 'Start'), or run one attempt at a time in place with --in-place.",
    );
  }
  return worktreeFailure(
    'environment',
    'git-unusable',
    `Git cannot use ${project}: ${gitFault(outcome) ?? ''}`,
    AGAIN,
  );
}

const AGAIN = 'Fix that and run the same command again.';
