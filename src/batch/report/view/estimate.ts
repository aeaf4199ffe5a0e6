import type { PhaseRecord } from '../../store/batch_state.ts';
import { currentAttempt } from '../../store/state/index.ts';
import type { BatchView } from './batch_view.ts';

/**
 * The estimated time that the batch will still take, in milliseconds; `undefined` while nothing is known.
 *
 * The hours of a plan are a person's. The actual length of an hour of the plan is learned from the finished phases, failed
 * attempts included. The rest is then the longest chain of phases that need each other, or all remaining work divided among the
 * attempts that may run at once, whichever is longer. Failed or blocked phases take no time.
 */
export function estimateLeft({ state }: BatchView, now: number): number | undefined {
  const rate = msPerHour(state.phases);
  if (rate === undefined || state.run === undefined) return undefined;
  const ends = new Map<string, number>();
  let chain = 0;
  let all = 0;
  // In the order of stages, every phase comes after those it needs.
  for (const record of [...state.phases].sort((a, b) => a.phase.stage - b.phase.stage)) {
    const own = left(record, rate, now);
    const before = Math.max(0, ...record.phase.dependencies.map((id) => ends.get(id) ?? 0));
    ends.set(record.phase.id, before + own);
    chain = Math.max(chain, before + own);
    all += own;
  }
  return Math.max(chain, all / Math.max(1, state.run.options.concurrency));
}

/** Milliseconds that an hour of the plan took in the finished phases. */
function msPerHour(phases: readonly PhaseRecord[]): number | undefined {
  let hours = 0;
  let ms = 0;
  for (const { phase, progress, attempts, forgiven } of phases) {
    if (progress.state !== 'done') continue;
    hours += phase.hours;
    for (const { startedAt, failed, mergeReady } of attempts.slice(forgiven)) {
      // An interrupted attempt may have been discovered days later.
      const end = failed?.reason === 'interrupted' ? undefined : (failed?.at ?? mergeReady?.at);
      if (end !== undefined) ms += Math.max(0, Date.parse(end) - Date.parse(startedAt) || 0);
    }
  }
  return hours > 0 && ms > 0 ? ms / hours : undefined;
}

function left(record: PhaseRecord, rate: number, now: number): number {
  const { phase, progress } = record;
  if (progress.state === 'waiting') return phase.hours * rate;
  const current = currentAttempt(record);
  if (current === undefined) return 0;
  return Math.max(0, phase.hours * rate - Math.max(0, now - Date.parse(current.startedAt) || 0));
}
