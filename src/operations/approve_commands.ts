import type { ApprovalProblemCode, Approvals, RunCommand } from '../batch/index.ts';
import { type Failure, failure, type Problem } from '../diagnostics/index.ts';
import { printableCommand } from './batches/printable_command.ts';
import { interrupted } from './interrupted.ts';
import type { Port } from './port.ts';

/** The codes for commands that may not run. */
export type NotApprovedCode = 'not-approved' | 'declined' | 'interrupted';

/** The reason why commands may not run, or a note about the approval. */
export type Approval =
  | { readonly refused: Failure<NotApprovedCode> }
  | { readonly notes: readonly Problem<ApprovalProblemCode>[] };

/**
 * Asks a person to approve commands that were just shown. The approval is kept for the project, unless it is for this run only.
 *
 * @param wish.pending - the commands not yet approved
 * @param wish.yes - whether approval was given beforehand, for this run only
 */
export async function approveCommands<Event>(
  port: Pick<Port<Event>, 'canAsk' | 'choice'>,
  {
    pending,
    approvals,
    yes = false,
  }: {
    readonly pending: readonly RunCommand[];
    readonly approvals: Approvals;
    readonly yes?: boolean | undefined;
  },
): Promise<Approval> {
  if (pending.length === 0 || yes) return { notes: [] };
  if (!(await port.canAsk())) return { refused: failure('usage', ...pending.map(notApproved)) };
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
  if (answer.kind === 'closed') return { refused: STOPPED };
  if (answer.kind === 'back' || answer.value === 'no')
    return { refused: failure('declined', NOTHING_STARTED) };
  if (answer.value !== 'yes') return { notes: [] };
  const kept = await approvals.approve(pending);
  return {
    notes: kept.ok ? [] : kept.problems.map((problem) => ({ ...problem, severity: 'warning' as const })),
  };
}

const STOPPED = interrupted('Stopped; nothing was started.');

const NOTHING_STARTED: Problem<'declined'> = {
  severity: 'note',
  code: 'declined',
  message: 'Nothing was started.',
};

function notApproved(command: RunCommand): Problem<'not-approved'> {
  return {
    severity: 'error',
    code: 'not-approved',
    message: `Nobody has approved this command yet: ${printableCommand(command)}`,
    hint: 'Approve it in a terminal, or pass --yes to run all commands.',
  };
}
