import { type BatchState, findProject, openRepository, type Repository } from '../../batch/index.ts';
import type { Problem } from '../../diagnostics/index.ts';
import { shellWord } from '../../lib/index.ts';
import { createReadOnlyGit, type Git, gitFault } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import type { ViewedBatch } from './batch_view.ts';

/** The state of a batch relative to the user's branch, if the two have diverged. */
export type BranchDivergence = {
  readonly notes: readonly Problem<'branch-ahead' | 'branch-not-compared' | 'branch-rewritten'>[];
  /** Whether the batch can be rebased onto the branch: `batch retry --rebase`. */
  readonly canRebase: boolean;
};

const NOT_BEHIND: BranchDivergence = { notes: [], canRebase: false };

/** Reports commits added to the user's branch since the batch began, or removed from it. */
export async function findDivergence(
  git: Git,
  repository: Repository | undefined,
  { batch, base, head, origins, phases }: BatchState,
): Promise<BranchDivergence> {
  if (repository === undefined || base === undefined || head === undefined) return NOT_BEHIND;
  const { signal } = new AbortController();
  const faults: string[] = [];
  const count = async (...range: readonly string[]): Promise<number> => {
    const outcome = await git.run(repository.top, ['rev-list', '--count', ...range, '--'], { signal });
    if (outcome.kind === 'ended' && outcome.code === 0) return Number(outcome.stdout.toString('utf8'));
    faults.push(gitFault(outcome) ?? 'git gave no number');
    return 0;
  };
  // Failed phases have to be retried anyway, and the same command does both.
  const failed = phases.filter(({ progress }) => progress.state === 'failed').map(({ phase }) => phase.id);
  const rebase = rebaseCommand(batch, failed);
  const began = origins.at(-1) ?? base;
  const gone = await count(began, `^${repository.head}`);
  if (gone > 0) {
    const what = gone === 1 ? 'a commit' : `${gone} commits`;
    const message = `The batch began at ${what} that your branch does not have, or no longer has: attempts see that work, and batch merge asks before it brings it back.`;
    const canRebase = head === began;
    const hint = canRebase
      ? `It has no work yet; to start it from your branch: ${rebase}`
      : 'To start the remaining phases from your branch, make a new batch of them: orchestrator batch generate <plan>';
    return { notes: [{ severity: 'warning', code: 'branch-rewritten', message, hint }], canRebase };
  }
  const ahead = await count(repository.head, `^${head}`);
  const [fault] = faults;
  if (ahead === 0)
    return fault === undefined ? NOT_BEHIND : { notes: [notCompared(fault)], canRebase: false };
  const what = ahead === 1 ? 'a commit' : `${ahead} commits`;
  const message = `Your branch has ${what} that the batch does not have: phases that have not begun start without it.`;
  const hint = `To start them from your branch: ${rebase}`;
  return { notes: [{ severity: 'note', code: 'branch-ahead', message, hint }], canRebase: true };
}

function notCompared(why: string): Problem<'branch-not-compared'> {
  return {
    severity: 'warning',
    code: 'branch-not-compared',
    message: `Cannot tell whether your branch has commits that the batch does not have: ${why}`,
  };
}

/** The command that rebases a batch onto the user's branch, and retries failed phases from there. */
export function rebaseCommand(batch: number, phases: readonly string[]): string {
  const named = phases.slice(0, MAX_NAMED).map((id) => ` --phase ${shellWord(id)}`);
  return `orchestrator batch retry ${batch} --rebase${named.join('')}`;
}

const MAX_NAMED = 20;

/**
 * Like {@link findDivergence}, for a batch that is only inspected. Reports nothing if all phases are done, if somebody is running it
 * (nobody else can change it then), or if git cannot be used.
 */
export async function divergenceOfInspected(
  { env, cwd }: OperationContext,
  { state, isHeld }: Pick<ViewedBatch, 'state' | 'isHeld'>,
): Promise<BranchDivergence> {
  const isOver = state.phases.every(({ progress }) => progress.state === 'done');
  if (isHeld || isOver || state.base === undefined) return NOT_BEHIND;
  const project = findProject(cwd);
  if (!project.ok) return NOT_BEHIND;
  const git = createReadOnlyGit(env);
  const repository = await openRepository(git, project.value.root, new AbortController().signal);
  return repository.ok ? findDivergence(git, repository.value, state) : NOT_BEHIND;
}
