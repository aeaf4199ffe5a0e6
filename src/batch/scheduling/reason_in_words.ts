import type { AttemptRecord } from '../store/batch_state.ts';
import { decisiveLine } from './decisive_line.ts';
import { gateInWords } from './gate_in_words.ts';

/** Explains why an attempt failed, as part of a sentence. */
export function reasonInWords({ failed }: Pick<AttemptRecord, 'failed'>): string {
  return failed === undefined ? 'the reason is unknown' : REASONS[failed.reason];
}

/** Explains why an attempt failed, with the red gate and the most telling line of its log. */
export function causeInWords({ failed, gates, ended }: CauseRecord): string {
  const line = decisiveLine(failed?.evidence ?? '').replace(/^The executor could not be started: /u, '');
  const [red] = gates.flatMap(({ result, command, text }) =>
    result === 'red' && command !== null ? [gateInWords({ command, text })] : [],
  );
  const isOfGate = failed?.reason === 'gate' || failed?.reason === 'merged-gate';
  // The message about a failed start already names the executor.
  if (ended?.how === 'not-started' && line !== '') return line;
  const reason = reasonInWords({ failed });
  return [reason, ...(isOfGate ? [red] : []), line].filter(Boolean).join(': ');
}

type CauseRecord = Pick<AttemptRecord, 'failed' | 'gates' | 'ended'>;

const REASONS: Readonly<Record<NonNullable<AttemptRecord['failed']>['reason'], string>> = {
  executor: 'the executor failed',
  authentication: 'its endpoint does not accept its key or login',
  refused: 'it ended with a refusal',
  empty: 'nothing was changed',
  scope: 'files were changed that the phase does not declare',
  tampering: 'what checks the work was changed',
  gate: 'a gate is red',
  conflict: 'it conflicts with what was merged meanwhile',
  'merged-gate': 'a gate is red on the merged tree',
  interrupted: 'it was interrupted',
  idle: 'nothing happened for too long',
  'over-limit': 'it took too long',
  'heartbeat-lost': 'its heartbeat stopped',
  'claimed-failure': 'the executor says that it failed',
  limited: 'its executor has reached a limit of use',
  'not-held': 'it changed what a batch cannot hold',
  worktree: 'its worktree could not be made ready',
  'merged-setup': 'the merged tree could not be made ready',
};
