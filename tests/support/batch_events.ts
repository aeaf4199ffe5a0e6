import type { BatchEvent } from '../../src/batch/generated/batch.event.ts';
import type { BatchManifest } from '../../src/batch/generated/batch.ts';
import type { BatchState } from '../../src/batch/store/batch_state.ts';
import { foldBatch } from '../../src/batch/store/state/index.ts';

/** The events with numbers and a time, as a journal has them. */
export function journalOf(events: readonly Partial<BatchEvent>[]): BatchEvent[] {
  return events.map(
    (event, place) => ({ seq: place + 1, at: '2026-01-01T00:00:00.000Z', ...event }) as BatchEvent,
  );
}

/** The state after some events; throws where one does not fit. */
export function fold(manifest: BatchManifest, events: readonly Partial<BatchEvent>[]): BatchState {
  const { state, problems } = foldBatch(manifest, journalOf(events));
  if (problems[0]) throw new Error(`event ${problems[0].seq}: ${problems[0].message}`);
  return state;
}

export function runStarted(run = 'r1'): Partial<BatchEvent> {
  return {
    event: 'run-started',
    schema: 'orchestrator.batch-journal/1',
    run,
    owner: { pid: 1, startTime: '1', bootId: 'b', host: 'h' },
    base: 'b'.repeat(40),
    head: 'b'.repeat(40),
    options: {
      concurrency: 2,
      retries: 1,
      executor: 'agent',
      onFailure: 'continue',
      stages: false,
      scope: 'fail',
      inPlace: false,
    },
  };
}

export function attemptStarted(phase: string, attempt: number, executor = 'agent'): Partial<BatchEvent> {
  const worktree = `/w/.orchestrator/worktrees/${phase}-${attempt}`;
  const token = `${phase}-${attempt}`;
  return {
    event: 'attempt-started',
    phase,
    attempt,
    executor,
    argv: [],
    worktree,
    base: 'b'.repeat(40),
    token,
  };
}

export function attemptEnded(
  phase: string,
  attempt: number,
  how: Extract<BatchEvent, { event: 'attempt-ended' }>['how'] = 'exited',
): Partial<BatchEvent> {
  return { event: 'attempt-ended', phase, attempt, how, code: 0, signal: null, seconds: 1 };
}

export function attemptPinned(phase: string, attempt: number, commit: string | null): Partial<BatchEvent> {
  return { event: 'attempt-pinned', phase, attempt, commit, files: [] };
}

export function gateEnded(
  phase: string,
  attempt: number,
  gate: number,
  options: { readonly where?: 'attempt' | 'merged'; readonly result?: 'green' | 'red' | 'not-run' } = {},
): Partial<BatchEvent> {
  const { where = 'attempt', result = 'green' } = options;
  const rest = {
    text: `gate ${gate}`,
    command: 'x',
    baseline: 'red',
    seconds: 1,
    log: null,
    flags: [],
  } as const;
  return { event: 'gate-ended', phase, attempt, where, gate, result, ...rest, flags: [] };
}

export function attemptFailed(
  phase: string,
  attempt: number,
  options: {
    readonly reason?: Extract<BatchEvent, { event: 'attempt-failed' }>['reason'];
    readonly fingerprint?: string;
    readonly evidence?: string;
  } = {},
): Partial<BatchEvent> {
  const { reason = 'gate', fingerprint = `${phase} ${attempt}`, evidence = 'red' } = options;
  return { event: 'attempt-failed', phase, attempt, reason, evidence, fingerprint };
}

export function phaseFailed(phase: string): Partial<BatchEvent> {
  return { event: 'phase-failed', phase, reason: 'no try is left', decision: 'Decide.' };
}
