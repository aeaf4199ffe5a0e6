import type { Problem } from '../../diagnostics/index.ts';
import {
  createReadOnlyGit,
  displayPath,
  gitFault,
  gitUnusable,
  isNoRepository,
} from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import type { DocumentOf } from '../document.ts';

/** The state of a project's version control. */
export type GitStatus = NonNullable<DocumentOf<'orchestrator.status/1'>['project']>;

/** Asks git for the state of the project. A project without git is reported as such, and a refusal by git as a problem. */
export async function inspectGit(
  { cwd, env }: OperationContext,
  root: string,
): Promise<{ readonly project: GitStatus; readonly problems: readonly Problem<'git-unusable'>[] }> {
  const git = createReadOnlyGit(env);
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

const LEFT_OUT = 'The branch, the commit and the changes are left out. Fix that, then run this again.';

/** Whether a change is in the program's own files, and so not the user's. */
function isOwnState(record: string): boolean {
  return record.startsWith('? .orchestrator/');
}

/** Whether the current commit contains another; `null` if unknown. */
export async function hasCommit(
  { env }: OperationContext,
  root: string,
  commit: string,
): Promise<boolean | null> {
  const outcome = await createReadOnlyGit(env).run(root, ['merge-base', '--is-ancestor', commit, 'HEAD']);
  if (outcome.kind !== 'ended') return null;
  return outcome.code === 0 ? true : outcome.code === 1 ? false : null;
}
