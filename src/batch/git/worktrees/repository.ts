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

/** A project that attempts can have worktrees of. Every path is absolute, with no link in it. */
export type Repository = {
  /** The folder that the batch works on; the repository's own top, or a folder below it. */
  readonly project: string;
  /** The project below the top, with `/` at its end; empty where it is the top. */
  readonly prefix: string;
  /** Of the working tree that the project stands in, which may itself be a linked one. */
  readonly top: string;
  /** The folder that all worktrees share: where `config` and `hooks` are. */
  readonly commonDir: string;
  /** Where git keeps what is this working tree's own; the same folder, but for a linked one. */
  readonly ownDir: string;
  /** The commit that the user's branch is at. */
  readonly head: string;
  /** Submodules are not part of a worktree until something fetches them. */
  readonly hasSubmodules: boolean;
};

/** Finds out whether a project can have worktrees: it stands in a git repository with files and at least one commit. */
export async function openRepository(
  git: Git,
  folder: string,
  signal?: AbortSignal,
): Promise<Result<Repository, WorktreeProblemCode>> {
  const project = realPath(folder);
  if (!isFolder(project)) return notThere(project);
  const options = signal === undefined ? {} : { signal };
  const places = await git.run(project, ['rev-parse', ...PLACES], options);
  if (places.kind === 'aborted') return worktreeFailure('interrupted', 'interrupted', 'It was called off.');
  if (places.kind !== 'ended') {
    return worktreeFailure('environment', 'git-unusable', `Git can't be used: ${gitFault(places)}.`, AGAIN);
  }
  const [isInside, top = '', common = '', own = '', prefix = ''] = places.stdout.toString('utf8').split('\n');
  // It fails at the next question then, since there is no working tree.
  if (isInside === 'false') {
    return worktreeFailure(
      'problems',
      'no-working-tree',
      `${project} is in a git repository without files (a bare one), or in the folder where git keeps its own.`,
      'Run this in a clone with files: git clone <repository>.',
    );
  }
  if (places.code !== 0) return refused(project, places);
  const asked = await git.run(project, ['cat-file', '--batch-check=%(objectname)'], {
    ...options,
    input: 'HEAD^{commit}\nHEAD:.gitmodules\n',
  });
  if (asked.kind !== 'ended' || asked.code !== 0) return refused(project, asked);
  // Of what is not there, it says so behind the name that it was asked for.
  const [commit = '', modules = ''] = asked.stdout.toString('utf8').split('\n');
  if (!IS_OBJECT.test(commit)) {
    return worktreeFailure(
      'problems',
      'no-commit',
      'The git repository has no commit yet, so there is nothing that an attempt could start from.',
      "Commit what is there first: git add -A && git commit -m 'Start'.",
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

/** Git's own words, where it has more to say than that there is none: a repository of another user's, a damaged one. */
function refused(project: string, outcome: GitOutcome) {
  if (isNoRepository(outcome)) {
    return worktreeFailure(
      'problems',
      'not-a-repository',
      `${project} is in no git repository, so attempts can't be kept apart from your files.`,
      "Make it one (git init && git add -A && git commit -m 'Start'), or run one attempt at a time in place with --in-place.",
    );
  }
  return worktreeFailure(
    'environment',
    'git-unusable',
    `Git can't use ${project}: ${gitFault(outcome) ?? ''}`,
    AGAIN,
  );
}

const AGAIN = 'Fix that and run the same command again.';
