import { basename } from 'node:path';
import {
  type ArchiveCode,
  type BatchState,
  findProject,
  type HoldBatchCode,
  listWorktrees,
  openRepository,
  removeWorktree,
  type StoredBatch,
  type WorktreeContext,
  type WorktreeProblemCode,
} from '../../batch/index.ts';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { createReadOnlyGit, displayPath } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import { keepResults } from '../reports/keep_results.ts';
import { whileHeld } from './batch_context.ts';
import { type OpenBatchCode, openBatch } from './batch_lookup.ts';
import { batchStore } from './batch_store.ts';
import { catchRefusals } from './catch_refusals.ts';

/** A batch that was archived, or would be. */
export type ArchivedBatch = {
  readonly batch: number;
  /** The folder in the archive, as the user would write it. */
  readonly folder: string;
  /** The worktrees to remove. */
  readonly worktrees: readonly string[];
  /** Number of its phases that are done, and of all. */
  readonly done: number;
  readonly phases: number;
  readonly warnings: readonly Problem[];
};

/** Error codes of {@link prepareArchive}. */
export type PrepareArchiveCode =
  | ArchiveCode
  | HoldBatchCode
  | OpenBatchCode
  | WorktreeProblemCode
  | 'work-not-kept';

/** Determines where a batch would be moved, and which of its worktrees would be removed. Changes nothing. */
export function prepareArchive(
  context: OperationContext,
  wanted: string,
): Promise<Result<ArchivedBatch, PrepareArchiveCode>> {
  return catchRefusals(() => archive(context, wanted, { dryRun: true }));
}

/** Moves a batch to the archive: its worktrees are removed, its refs and its branch stay. */
export function carryOutArchive(
  context: OperationContext,
  wanted: string,
): Promise<Result<ArchivedBatch, PrepareArchiveCode>> {
  return catchRefusals(() => archive(context, wanted, { dryRun: false }));
}

async function archive(
  context: OperationContext,
  wanted: string,
  { dryRun }: { readonly dryRun: boolean },
): Promise<Result<ArchivedBatch, PrepareArchiveCode>> {
  const { cwd } = context;
  const project = findProject(cwd);
  if (!project.ok) return project;
  const opened = await openBatch(context, wanted);
  if (!opened.ok) return opened;
  const stored = opened.value;
  const worktrees = await worktreesOf(context, project.value.root);
  if (!worktrees.ok) return worktrees;
  const batchContext = { context, project: project.value, stored };
  const look = async (
    state: BatchState,
    warnings: readonly Problem[],
  ): Promise<Result<ArchivedBatch, 'work-not-kept'>> => {
    const names = worktrees.value === undefined ? [] : await namesOf(worktrees.value, stored.number);
    const kept = unsavedWorktrees(state, names);
    if (kept.length > 0) return failure('problems', ...kept.map((name) => notKept(name, stored.number)));
    const done = state.phases.filter(({ progress }) => progress.state === 'done').length;
    const folder = displayPath(
      cwd,
      batchStore(context).folder(project.value, stored.number, { isArchived: true }),
    );
    return success({
      batch: stored.number,
      folder,
      worktrees: names,
      done,
      phases: state.phases.length,
      warnings,
    });
  };
  if (dryRun) {
    const history = await batchStore(context).history(stored);
    return history.ok ? look(history.value.state, history.value.warnings) : history;
  }
  return whileHeld(batchContext, async ({ state, warnings }) => {
    const looked = await look(state, warnings);
    if (!looked.ok) return looked;
    for (const name of looked.value.worktrees) {
      if (worktrees.value === undefined) break;
      const removed = await removeWorktree(worktrees.value, name);
      if (!removed.ok) return removed;
    }
    await keepResults(context, { stored, project: project.value });
    const moved = batchStore(context).archive(project.value, stored.number);
    return moved.ok ? looked : moved;
  });
}

/** The repository's worktrees; `undefined` if there is no repository, so that the batch ran without worktrees. */
async function worktreesOf(
  context: OperationContext,
  root: string,
): Promise<Result<WorktreeContext | undefined, WorktreeProblemCode>> {
  const git = createReadOnlyGit(context.env);
  const { signal } = new AbortController();
  const repository = await openRepository(git, root, signal);
  if (repository.ok) return success({ git, repository: repository.value, signal });
  const isNone = repository.problems.some(({ code }) =>
    ['not-a-repository', 'no-commit', 'no-working-tree'].includes(code),
  );
  return isNone ? success(undefined) : repository;
}

/** The names of a batch's remaining worktrees. */
export async function namesOf(context: WorktreeContext, batch: StoredBatch['number']): Promise<string[]> {
  return listWorktrees(context).filter((name) => name.startsWith(`${batch}-`));
}

/** The worktrees with work that is saved nowhere else. */
export function unsavedWorktrees({ phases }: BatchState, names: readonly string[]): string[] {
  const unkept = new Set(
    phases.flatMap(({ attempts }) =>
      attempts.filter(({ pinned }) => pinned === undefined).map(({ worktree }) => basename(worktree)),
    ),
  );
  return names.filter((name) => unkept.has(name));
}

function notKept(name: string, batch: number): Problem<'work-not-kept'> {
  return {
    severity: 'error',
    code: 'work-not-kept',
    message: `The worktree ${name} has work that no run has saved yet. Nothing was changed.`,
    hint: `The next run saves it: orchestrator batch run ${batch}`,
  };
}
