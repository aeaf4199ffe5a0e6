import { printableLine } from '../../../lib/index.ts';
import type { AgentSaid, KnownAgent } from '../../executors/agents/index.ts';
import type { JobEnd } from '../../executors/executor.ts';
import type { AgentRecord } from '../../generated/batch.event.ts';

/** Returns the part of an agent's statements that the journal keeps: bounded, and safe to show. */
export function agentRecord(
  { name }: KnownAgent,
  said: AgentSaid,
  end: Pick<JobEnd, 'how' | 'code'>,
): AgentRecord {
  const { session, used, error, refused, denied, until, waits } = said;
  const why = error ?? refused ?? waits;
  return {
    name,
    session: session === undefined ? null : cut(session, 100),
    tokens: used === undefined ? null : { input: used.input, cached: used.cached, output: used.output },
    costUsd: said.costUsd ?? used?.costUsd ?? null,
    end: endOf(said, end),
    error: why === undefined ? null : cut(why, 500),
    ...(denied.count > 0 && {
      denied: { count: denied.count, first: denied.first.map((wish) => cut(wish, 300)) },
    }),
    until: until === undefined || until > LATEST ? null : new Date(until).toISOString(),
  };
}

/** The latest time a `Date` can represent. */
const LATEST = 8.64e15;

function endOf(said: AgentSaid, { how, code }: Pick<JobEnd, 'how' | 'code'>): AgentRecord['end'] {
  const isWell = how === 'exited' && code === 0;
  if (!isWell && said.fault !== undefined) return said.fault;
  if (said.refused !== undefined) return 'refused';
  if (!isWell || said.error !== undefined) return said.fault ?? 'failed';
  return said.isDone ? 'done' : 'unknown';
}

function cut(text: string, most: number): string {
  const line = printableLine(text).trim();
  return line.length <= most ? line : `${line.slice(0, most - 1).replace(/[\ud800-\udbff]$/u, '')}…`;
}
