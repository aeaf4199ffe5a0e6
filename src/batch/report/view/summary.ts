import { costTold, tokensUsed } from '../../store/state/index.ts';
import { type BatchStatusName, batchStatusName, countPhases } from '../status/index.ts';
import type { BatchView } from './batch_view.ts';

/**
 * The number of phases in each state, as part of a sentence: `3 of 9 done, 2 running, 4 waiting`. An attempt under way where
 * nobody runs the batch is `left behind`.
 */
export function countsInWords({ state, isHeld }: Pick<BatchView, 'state' | 'isHeld'>): string {
  const { total, done, running, gating, merging, waiting, failed, blocked } = countPhases(state.phases);
  const others = [
    [running + gating + merging, isHeld ? 'running' : 'left behind'],
    [waiting, 'waiting'],
    [failed, 'failed'],
    [blocked, 'blocked'],
  ] as const;
  const parts = others.flatMap(([count, name]) => (count === 0 ? [] : [`${count} ${name}`]));
  return [`${done} of ${total} done`, ...parts].join(', ');
}

/** The number of phases with an open question to a person; questions end with the run that asks them. */
export function questionsAsked({ state, isHeld }: Pick<BatchView, 'state' | 'isHeld'>): number {
  return isHeld ? state.phases.filter(({ asked }) => asked !== undefined).length : 0;
}

/** The same, as part of a sentence; empty where there are none. */
export function questionsInWords(view: Pick<BatchView, 'state' | 'isHeld'>): string {
  const asked = questionsAsked(view);
  if (asked === 0) return '';
  return asked === 1 ? 'a question is waiting for you' : `${asked} questions are waiting for you`;
}

/** Total running time of the batch, in milliseconds: all its runs, and the one under way until now. */
export function elapsedMs({ state, isHeld }: BatchView, now: number): number {
  const { since, last, beforeMs } = state.times;
  if (since === undefined) return 0;
  const end = state.run !== undefined && isHeld ? now : Date.parse(last ?? since);
  return beforeMs + Math.max(0, end - Date.parse(since) || 0);
}

/** The usage and cost of attempts by their agents' own account; a figure is missing where no agent reports it. */
export function usedSoFar({ state }: Pick<BatchView, 'state'>): BatchUse {
  const attempts = state.phases.flatMap((record) => record.attempts);
  return { tokens: tokensUsed(attempts), costUsd: costTold(attempts) };
}

/** The total usage of attempts, by their agents' own account. */
export type BatchUse = { readonly tokens: number | undefined; readonly costUsd: number | undefined };

/** The state of the batch. */
export function statusNameOf({ state, isHeld }: BatchView): BatchStatusName {
  return batchStatusName(state, isHeld);
}
