import type { RunCommand } from '../../batch/index.ts';
import { type Failure, failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { type PreparedRun, prepareRun } from '../batches/prepare_run.ts';
import { shownCommand } from '../batches/shown_command.ts';
import type { OperationContext } from '../context.ts';
import { interrupted } from '../interrupted.ts';
import type { Port } from '../port.ts';

/** The commands that are about to be started for a review, whole. */
export type GateCommandsEvent = {
  readonly kind: 'commands';
  readonly commands: readonly RunCommand[];
  readonly pending: readonly RunCommand[];
};

/** A run of gates that a person has agreed to, with the limits and the sandbox of the batch's runs. */
export type ApprovedGates = {
  readonly run: PreparedRun & { readonly repository: NonNullable<PreparedRun['repository']> };
  readonly notes: readonly Problem[];
};

/**
 * Has a person let the gates of a batch run, and what makes a worktree ready for them: the same commands as in a run of the batch, and the
 * same approvals. No executor is started.
 */
export async function approveGates(
  context: OperationContext,
  { batch, yes = false }: { readonly batch: string; readonly yes?: boolean | undefined },
  port: Port<GateCommandsEvent>,
): Promise<Result<ApprovedGates>> {
  const prepared = await prepareRun(context, { batch, isRehearsal: true });
  if (!prepared.ok) return prepared;
  const { repository, approvals, notes } = prepared.value;
  if (repository === undefined) return failure('problems', NO_WORKTREE);
  const commands = prepared.value.commands.filter(({ kind }) => kind !== 'executor');
  const pending = commands.filter((command) => !approvals.isApproved(command));
  const run = { ...prepared.value, repository };
  const approved = { run, notes: notes.filter(({ code }) => TOLD.has(code)) };
  if (pending.length === 0 || yes) return success(approved);
  await port.show({ kind: 'commands', commands, pending });
  if (!(await port.canAsk())) return failure('usage', ...pending.map(notApproved));
  const answer = await port.choice({
    fresh: true,
    harmlessFirst: true,
    message: 'Let them run?',
    choices: [
      { value: 'no', label: 'no', description: 'Start nothing.' },
      { value: 'yes', label: 'yes', description: 'Run them, and do not ask again in this project.' },
      { value: 'once', label: 'yes, this once', description: 'Run them, and ask again next time.' },
    ],
  });
  if (answer.kind === 'closed') return interrupted('Stopped; nothing was started.');
  if (answer.kind === 'back' || answer.value === 'no') return declined();
  if (answer.value !== 'yes') return success(approved);
  const kept = await approvals.approve(pending);
  const more = kept.ok ? [] : kept.problems.map((problem): Problem => ({ ...problem, severity: 'warning' }));
  return success({ ...approved, notes: [...approved.notes, ...more] });
}

/** What of a run's notes is worth a word where only gates run. */
const TOLD: ReadonlySet<string> = new Set(['no-setup', 'sparse-checkout']);

const NO_WORKTREE: Problem = {
  severity: 'error',
  code: 'no-worktree',
  message: 'Gates of a review run in a worktree of their own, and this project is in no git repository.',
};

function declined(): Failure {
  return failure('declined', { severity: 'note', code: 'declined', message: 'Nothing was started.' });
}

function notApproved(command: RunCommand): Problem {
  return {
    severity: 'error',
    code: 'not-approved',
    message: `Nobody has approved this command yet: ${shownCommand(command)}`,
    hint: 'Approve it in a terminal, or let all of them run with --yes.',
  };
}
