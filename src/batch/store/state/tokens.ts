import type { AttemptRecord } from '../../types.ts';

/** What an attempt used, and who says so. */
export type TokensTold = {
  readonly total: number;
  readonly input?: number;
  readonly cached?: number;
  readonly output?: number;
  readonly source: string;
};

/**
 * The tokens that an attempt used: as its agent counts them in its output, else as the result file claims, which is the model's word.
 * `undefined` where nobody says.
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

/** What attempts used together; `undefined` where nobody says anything. */
export function tokensUsed(attempts: readonly AttemptRecord[]): number | undefined {
  const told = attempts.map(tokensOf).filter((tokens) => tokens !== undefined);
  return told.length === 0 ? undefined : told.reduce((sum, { total }) => sum + total, 0);
}

/** What attempts cost together in US dollars, by their agents' own word; `undefined` where none says anything. */
export function costTold(attempts: readonly AttemptRecord[]): number | undefined {
  const told = attempts.flatMap(({ ended }) => ended?.agent?.costUsd ?? []);
  return told.length === 0 ? undefined : told.reduce((sum, cost) => sum + cost, 0);
}
