import type { RunCommand } from '../../batch/index.ts';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { approveCommands, type NotApprovedCode } from '../approve_commands.ts';
import {
  type PreparedRun,
  type PrepareRunCode,
  prepareRun,
  type RunRequest,
} from '../batches/prepare_run.ts';
import type { OperationContext } from '../context.ts';
import type { Port } from '../port.ts';

/** The commands about to be started for a review, complete. */
export type GateCommandsEvent = {
  readonly kind: 'commands';
  readonly commands: readonly RunCommand[];
  readonly pending: readonly RunCommand[];
};

/** An approved run of gates, with the limits and the sandbox of the batch's runs. */
export type ApprovedGates = {
  readonly run: PreparedRun & { readonly repository: NonNullable<PreparedRun['repository']> };
  readonly notes: readonly Problem[];
};

/** The codes with which {@link approveGates} can fail. */
export type ApproveGatesCode = PrepareRunCode | NotApprovedCode | 'no-worktree';

/**
 * Asks a person to approve the gates of a batch and the setup of their worktrees: the same commands as in a run of the batch, and
 * the same approvals. No executor is started.
 */
export async function approveGates(
  context: OperationContext,
  {
    batch,
    yes = false,
    sandbox,
  }: Pick<RunRequest, 'batch'> & {
    readonly yes?: boolean | undefined;
    readonly sandbox?: RunRequest['sandbox'] | undefined;
  },
  port: Port<GateCommandsEvent>,
): Promise<Result<ApprovedGates, ApproveGatesCode>> {
  const prepared = await prepareRun(context, {
    batch,
    isRehearsal: true,
    ...(sandbox !== undefined && { sandbox }),
  });
  if (!prepared.ok) return prepared;
  const { repository, approvals, notes } = prepared.value;
  if (repository === undefined) return failure('problems', NO_WORKTREE);
  const commands = prepared.value.commands.filter(({ kind }) => kind !== 'executor');
  const pending = commands.filter((command) => !approvals.isApproved(command));
  const run = { ...prepared.value, repository };
  const approved = { run, notes: notes.filter(({ code }) => TOLD.has(code)) };
  if (pending.length > 0 && !yes) await port.show({ kind: 'commands', commands, pending });
  const approval = await approveCommands(port, { pending, approvals, yes });
  if ('refused' in approval) return approval.refused;
  return success({ ...approved, notes: [...approved.notes, ...approval.notes] });
}

/** The notes of a run that also matter if only gates run. */
const TOLD: ReadonlySet<string> = new Set(['no-setup', 'sparse-checkout']);

const NO_WORKTREE: Problem<'no-worktree'> = {
  severity: 'error',
  code: 'no-worktree',
  message: 'Gates of a review run in their own worktree, but this project is not in a git repository.',
};
