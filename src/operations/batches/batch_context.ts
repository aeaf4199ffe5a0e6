import {
  type BatchHistory,
  type BatchHistoryCode,
  checkOwner,
  type ExpectedErrorCode,
  findProject,
  type HeadMove,
  type HeldBatch,
  type HoldBatchCode,
  openRepository,
  type Project,
  type ProjectProblemCode,
  type RefOwnershipCode,
  type Repository,
  type StoredBatch,
  type WorktreeContext,
  type WorktreeProblemCode,
} from '../../batch/index.ts';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { createGit, createReadOnlyGit } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import { type OpenBatchCode, openBatch } from './batch_lookup.ts';
import { batchStore } from './batch_store.ts';
import { catchRefusals } from './catch_refusals.ts';

/** A batch to be changed, and its repository; nothing is locked yet. */
export type BatchContext = {
  readonly context: OperationContext;
  readonly project: Project;
  readonly stored: StoredBatch;
  readonly worktrees: WorktreeContext;
};

/** Opens a batch by its number, and its repository; runs no program that the repository configures. */
export async function openBatchContext(
  context: OperationContext,
  wanted: string,
): Promise<Result<BatchContext, OpenBatchCode | RefOwnershipCode | WorktreeProblemCode>> {
  const project = findProject(context.cwd);
  if (!project.ok) return project;
  const stored = await openBatch(context, wanted);
  return stored.ok ? besideRepository(context, project.value, stored.value) : stored;
}

/** Opens the repository of a batch that was read already, and checks that its refs belong to it. */
export async function besideRepository(
  context: OperationContext,
  project: Project,
  stored: StoredBatch,
): Promise<Result<BatchContext, RefOwnershipCode | WorktreeProblemCode>> {
  const { signal } = new AbortController();
  const git = createReadOnlyGit(context.env);
  const repository = await openRepository(git, project.root, signal);
  if (!repository.ok) return repository;
  const worktrees = { git, repository: repository.value, signal };
  const owner = checkOwner(worktrees, stored.number);
  if (!owner.ok) return owner;
  return success({ context, project, stored, worktrees });
}

/** Opens the repository of the project in the current folder; runs no program that it configures. */
export function openProjectRepository({
  cwd,
  env,
}: Pick<OperationContext, 'cwd' | 'env'>): Promise<
  Result<Repository, ExpectedErrorCode | ProjectProblemCode | WorktreeProblemCode>
> {
  return catchRefusals<Repository, ProjectProblemCode | WorktreeProblemCode>(async () => {
    const project = findProject(cwd);
    return project.ok ? openRepository(createReadOnlyGit(env), project.value.root) : project;
  });
}

/** The context for approved work: writing the user's files requires the filters that the repository configures. */
export function approvedContext(batchContext: BatchContext): BatchContext {
  return {
    ...batchContext,
    worktrees: { ...batchContext.worktrees, git: createGit(batchContext.context.env) },
  };
}

/** Error codes of {@link withQuietBatch} before its callback runs. */
export type QuietBatchCode =
  | BatchHistoryCode
  | OpenBatchCode
  | RefOwnershipCode
  | WorktreeProblemCode
  | 'batch-held';

/** Calls back with a batch that nobody is changing, and with the history in its journal. */
export function withQuietBatch<Value, Code extends string = never>(
  context: OperationContext,
  wanted: string,
  look: (batchContext: BatchContext, history: BatchHistory) => Promise<Result<Value, Code>>,
): Promise<Result<Value, Code | QuietBatchCode | ExpectedErrorCode>> {
  return catchRefusals<Value, Code | QuietBatchCode>(async () => {
    const batchContext = await openBatchContext(context, wanted);
    if (!batchContext.ok) return batchContext;
    const history = await quietHistory(batchContext.value);
    return history.ok ? look(batchContext.value, history.value) : history;
  });
}

async function quietHistory({
  context,
  stored,
}: BatchContext): Promise<Result<BatchHistory, BatchHistoryCode | 'batch-held'>> {
  const store = batchStore(context);
  const owner = store.owner(stored);
  return owner === undefined
    ? store.history(stored)
    : failure('problems', held(stored.number, owner.pid, owner.host));
}

/** Runs a callback while holding the batch, so that nobody else can change it; always releases it. */
export async function whileHeld<Value, Code extends string = never>(
  { context, project, stored }: Pick<BatchContext, 'context' | 'project' | 'stored'>,
  work: (held: HeldBatch) => Promise<Result<Value, Code>>,
  { isBack = false }: { readonly isBack?: boolean } = {},
): Promise<Result<Value, Code | HoldBatchCode | ExpectedErrorCode>> {
  const taken = await batchStore(context).hold(project, stored.number, { isBack });
  if (!taken.ok) return taken;
  try {
    return await catchRefusals(() => work(taken.value));
  } finally {
    taken.value.release();
  }
}

/** The problem when a recorded move of a batch's head could not be made yet. @param recorded - the beginning of the sentence */
export function headNotMoved(
  recorded: string,
  batch: number,
  move: Exclude<HeadMove, { kind: 'moved' }>,
): Problem<'head-not-moved'> {
  const why = move.kind === 'fault' ? `git refused: ${move.why}` : 'another process moved it in the meantime';
  return {
    severity: 'error',
    code: 'head-not-moved',
    message: `${recorded}, and the head of batch ${batch} could not be moved: ${why}`,
    hint: `To finish it: orchestrator batch run ${batch}`,
  };
}

function held(batch: number, pid: number, host: string): Problem<'batch-held'> {
  return {
    severity: 'error',
    code: 'batch-held',
    message: `Process ${pid} on ${host} is using batch ${batch}. Nothing was changed.`,
    hint: `Wait for it, or stop it with: orchestrator batch stop ${batch}`,
  };
}
