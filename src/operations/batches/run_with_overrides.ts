import type { RunEnd } from '../../batch/index.ts';
import { type Problem, type Result, success } from '../../diagnostics/index.ts';
import { approveCommands, type NotApprovedCode } from '../approve_commands.ts';
import type { OperationContext } from '../context.ts';
import { interrupted } from '../interrupted.ts';
import type { Port } from '../port.ts';
import { type CarryOutRunCode, carryOutRun, type RunNoticeCode, type RunOverrides } from './carry_out_run.ts';
import type { PreparedRun } from './prepare_run.ts';
import type { RunEvent } from './run_whole_batch.ts';

/** The end of a run without a person's decisions, and its notes. */
export type OverriddenRunEnd = { readonly end: RunEnd; readonly notes: readonly Problem<RunNoticeCode>[] };

/** Error codes of {@link runWithOverrides}. */
export type RunWithOverridesCode = CarryOutRunCode | NotApprovedCode;

/**
 * Carries out a run that deviates from what the batch alone would define. The only question it asks is whether its commands
 * may run.
 */
export async function runWithOverrides(
  context: OperationContext,
  prepared: PreparedRun,
  { yes, given }: { readonly yes: boolean; readonly given: RunOverrides },
  port: Port<RunEvent>,
): Promise<Result<OverriddenRunEnd, RunWithOverridesCode>> {
  const notes: Problem<RunNoticeCode>[] = [];
  const note = (problem: Problem<RunNoticeCode>) => {
    notes.push(problem);
    void port.show({ kind: 'note', problem });
  };
  for (const problem of prepared.notes) note(problem);
  const { pending, approvals } = prepared;
  if (pending.length > 0) {
    await port.show({ kind: 'commands', run: prepared });
    const approved = await approveCommands(port, { pending, approvals, yes });
    if ('refused' in approved) return approved.refused;
    for (const problem of approved.notes) note(problem);
  }
  if (port.signal.aborted) return STOPPED;
  await port.show({ kind: 'begun', run: prepared, isRehearsal: false });
  const force = port.force ?? new AbortController().signal;
  const stopping = port.signal;
  stopping.addEventListener('abort', () => void port.show({ kind: 'stopping', by: 'signal' }));
  const end = await carryOutRun(
    context,
    prepared,
    { stopping, force },
    {
      note,
      event: (event, state) => void port.show({ kind: 'event', event, state }),
      activity: (phase) => void port.show({ kind: 'activity', phase }),
      doing: (phase, now) => void port.show({ kind: 'doing', phase, now }),
    },
    given,
  );
  if (!end.ok) return stopping.aborted ? STOPPED : end;
  await port.show({ kind: 'ended', end: end.value, isRehearsal: false });
  return success({ end: end.value, notes });
}

const STOPPED = interrupted('Stopped; nothing was started.');
