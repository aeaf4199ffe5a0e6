import type { AttemptRecord } from '../batch_state.ts';

/** The tokens of an attempt, and the source of the number. */
export type TokensTold = {
  readonly total: number;
  readonly input?: number;
  readonly cached?: number;
  readonly output?: number;
  readonly source: string;
};

/**
 * Returns the tokens that an attempt used: counted by its agent in its output, else claimed in the result file, which is the
 * model's word. `undefined` if neither is there.
 */
export function tokensOf({
  ended,
  claimed,
}: Pick<AttemptRecord, 'ended' | 'claimed'>): TokensTold | undefined {
  const agent = ended?.agent;
  if (agent?.tokens) {
    const { input, cached, output } = agent.tokens;
    return { total: input + output, input, cached, output, source: `the output of ${agent.name}` };
  }
  const claim = claimed?.tokens;
  return typeof claim === 'number' ? { total: claim, source: 'the result file' } : undefined;
}

/** Sums the tokens of attempts; `undefined` if none has a number. */
export function tokensUsed(attempts: readonly AttemptRecord[]): number | undefined {
  const known = attempts.map(tokensOf).filter((tokens) => tokens !== undefined);
  return known.length === 0 ? undefined : known.reduce((sum, { total }) => sum + total, 0);
}

/** Sums the cost of attempts in US dollars, as their agents report it; `undefined` if none does. */
export function costTold(attempts: readonly AttemptRecord[]): number | undefined {
  const costs = attempts.flatMap(({ ended }) => ended?.agent?.costUsd ?? []);
  return costs.length === 0 ? undefined : costs.reduce((sum, cost) => sum + cost, 0);
}
