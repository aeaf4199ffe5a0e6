import { dirname, isAbsolute, join } from 'node:path';
import type { Problem, Result } from '../../../diagnostics/index.ts';
import { success } from '../../../diagnostics/index.ts';
import {
  copyTree,
  describeSystemError,
  entryKind,
  type Git,
  gitFault,
  isFolder,
  isRefusedByMachine,
  isWithin,
  linkTree,
  realPath,
} from '../../../platform/index.ts';
import type { Repository } from './repository.ts';
import type { Worktree } from './worktree.ts';
import type { WorktreeProblemCode } from './worktree_problem.ts';

/** Ignored paths that a worktree needs, relative to the project. */
export type SetupPaths = {
  /** Linked: quick, but a change to a file in it is a change to the user's. */
  readonly links: readonly string[];
  /** Copied: changes by an attempt stay in the attempt. */
  readonly copies: readonly string[];
};

/**
 * Brings ignored paths of the user's project into a worktree: `node_modules`, a build cache, `.env.test`. Refuses paths that lead
 * out of the project or into git's or this program's own files, and paths that git does not ignore, because they would count as a
 * change of the attempt's. All problems are reported at once; the caller removes the worktree then.
 */
export async function bringSetupPaths(
  { git, repository, worktree }: { git: Git; repository: Repository; worktree: Worktree },
  { links, copies }: SetupPaths,
): Promise<Result<undefined, WorktreeProblemCode>> {
  const wanted = [
    ...links.map((path) => ({ path, bring: linkTree })),
    ...copies.map((path) => ({ path, bring: copyTree })),
  ];
  const problems: Problem<WorktreeProblemCode>[] = [];
  for (const { path, bring } of wanted) {
    const problem = faultOf(path, repository, worktree) ?? (await notIgnored(path, git, repository));
    if (problem !== undefined) {
      problems.push(problem);
      continue;
    }
    try {
      await bring(realPath(join(repository.project, path)), join(worktree.project, path));
    } catch (error) {
      const why = describeSystemError(error);
      const code = isRefusedByMachine(error) ? 'system-refused' : 'setup-path-failed';
      problems.push(problemWith(code, `${path} cannot be linked or copied into the worktree: ${why}.`));
    }
  }
  return problems.length === 0 ? success(undefined) : { ok: false, cause: 'problems', problems };
}

function faultOf(
  path: string,
  { project, commonDir }: Repository,
  worktree: Worktree,
): Problem<WorktreeProblemCode> | undefined {
  const parts = path.replace(/\/$/u, '').split('/');
  const isPlain = !isAbsolute(path) && parts.every((part) => !['', '.', '..'].includes(part));
  // Case-insensitive file systems would take .GIT for .git.
  const isOwned = parts.some((part) => part.toLowerCase() === '.git') || parts[0] === '.orchestrator';
  if (!isPlain || isOwned || path.includes('\0')) {
    const hint = 'Give a path below the project, without . and .., and not in .git or .orchestrator.';
    return problemWith('setup-path-refused', `${path} cannot be linked or copied into a worktree.`, hint);
  }
  const from = join(project, path);
  if (entryKind(from) === 'absent') {
    const message = `${path} should be linked or copied into each worktree, but does not exist.`;
    return problemWith(
      'setup-path-absent',
      message,
      'Create it (install, build), or remove it from the list.',
    );
  }
  const to = join(worktree.project, path);
  const isOutside = !isWithin(project, from) || !isWithin(worktree.path, dirname(to));
  if (isOutside || [commonDir, join(project, '.orchestrator')].some((own) => isWithin(own, from))) {
    const message = `${path} leads out of the project, or into files of git or this program, through a link.`;
    return problemWith('setup-path-refused', message, 'Use a setup command for it.');
  }
  if (entryKind(to) !== 'absent') {
    const message = `${path} is already in the worktree: git tracks it.`;
    return problemWith('setup-path-occupied', message, 'Remove it from the list.');
  }
  return undefined;
}

async function notIgnored(
  path: string,
  git: Git,
  { project }: Repository,
): Promise<Problem<WorktreeProblemCode> | undefined> {
  // With a slash, so that a pattern for folders applies, as it will to the folder in the worktree.
  const asked = isFolder(join(project, path)) ? `${path.replace(/\/$/u, '')}/` : path;
  const outcome = await git.run(project, ['check-ignore', '--quiet', '--', asked]);
  if (outcome.kind === 'ended' && outcome.code === 0) return undefined;
  if (outcome.kind !== 'ended' || outcome.code !== 1) {
    return problemWith('git-unusable', `Git cannot tell whether it ignores ${path}: ${gitFault(outcome)}`);
  }
  const message = `Git does not ignore ${path}, so it would count as a change of the attempt's.`;
  return problemWith('setup-path-not-ignored', message, 'Add it to .gitignore, or remove it from the list.');
}

function problemWith(
  code: WorktreeProblemCode,
  message: string,
  hint?: string,
): Problem<WorktreeProblemCode> {
  return { severity: 'error', code, message, ...(hint === undefined ? {} : { hint }) };
}
