import type { Problem } from '../../diagnostics/index.ts';
import {
  createLookingGit,
  displayPath,
  gitFault,
  gitUnusable,
  isNoRepository,
} from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import type { DocumentOf } from '../document.ts';

/** A project as its version control has it. */
export type ProjectStanding = NonNullable<DocumentOf<'orchestrator.status/1'>['project']>;

/** Asks git where the project is. One without git is told as such, and a git that refuses as a problem. */
export async function lookAtGit(
  { cwd, env }: OperationContext,
  root: string,
): Promise<{ readonly project: ProjectStanding; readonly problems: readonly Problem<'git-unusable'>[] }> {
  const git = createLookingGit(env);
  let branch: string | null = null;
  let commit: string | null = null;
  let changed = 0;
  const outcome = await git.records(
    root,
    ['status', '--porcelain=v2', '--branch', '-z', '--no-renames', '--ignore-submodules=dirty'],
    (record) => {
      const [, name, value = ''] = /^# branch\.(head|oid) (.*)$/u.exec(record) ?? [];
      if (name === 'head') branch = value === '(detached)' ? null : value;
      else if (name === 'oid') commit = value === '(initial)' ? null : value;
      else if (/^[12u?]/u.test(record) && !isOwnState(record)) changed += 1;
    },
  );
  const isGit = outcome.kind === 'ended' && outcome.code === 0;
  const isNone = outcome.kind === 'not-started' || isNoRepository(outcome);
  const fault = isNone ? undefined : gitFault(outcome);
  return {
    project: {
      root: displayPath(cwd, root),
      git: isGit,
      branch: isGit ? branch : null,
      commit: isGit ? commit : null,
      changed: isGit ? changed : null,
    },
    problems: fault === undefined ? [] : [{ ...gitUnusable(fault), hint: LEFT_OUT }],
  };
}

const LEFT_OUT = 'The branch, the commit and what is changed are left out. Fix that, then ask again.';

/** What the program itself writes is no change of the user's. */
function isOwnState(record: string): boolean {
  return record.startsWith('? .orchestrator/');
}

/** Whether the commit that is checked out has all of another; `null` where nobody can tell. */
export async function hasCommit(
  { env }: OperationContext,
  root: string,
  commit: string,
): Promise<boolean | null> {
  const outcome = await createLookingGit(env).run(root, ['merge-base', '--is-ancestor', commit, 'HEAD']);
  if (outcome.kind !== 'ended') return null;
  return outcome.code === 0 ? true : outcome.code === 1 ? false : null;
}
