import type { Fault, Reading, Usage } from './reading.ts';

/** Everything an agent has said so far. */
export type AgentSaid = {
  readonly session: string | undefined;
  readonly used: Usage | undefined;
  /** Its cost, where that is reported separately. */
  readonly costUsd: number | undefined;
  /** Its own last error. */
  readonly error: string | undefined;
  readonly fault: Fault | undefined;
  readonly until: number | undefined;
  readonly waits: string | undefined;
  /** It has a request under way, which has a timeout of its own. */
  readonly asks: boolean;
  readonly refused: string | undefined;
  /** Its denied requests: their number, and the first of them. */
  readonly denied: { readonly count: number; readonly first: readonly string[] };
  readonly isDone: boolean;
  /** Its endpoint has answered it at least once. */
  readonly works: boolean;
  /** The last line that a person could read. */
  readonly last: string | undefined;
};

/** The state before the first line. */
export const NOTHING_SAID: AgentSaid = {
  session: undefined,
  used: undefined,
  costUsd: undefined,
  error: undefined,
  fault: undefined,
  until: undefined,
  waits: undefined,
  asks: false,
  refused: undefined,
  denied: { count: 0, first: [] },
  isDone: false,
  works: false,
  last: undefined,
};

/** The state after one more line. */
export function saidAfter(before: AgentSaid, reading: Reading): AgentSaid {
  const { session, used, error, fault, until, waits, refused, denied, goesOn, isDone, shows } = reading;
  const isOver = goesOn === true || isDone === true;
  return {
    session: session || before.session,
    used: used === undefined ? before.used : sum(used.of === 'all' ? undefined : before.used, used),
    costUsd: reading.costUsd ?? before.costUsd,
    error: isOver ? undefined : (error ?? before.error),
    fault: isOver ? undefined : (fault ?? before.fault),
    until: isOver ? undefined : (until ?? before.until),
    waits: waits ?? (isOver || error !== undefined ? undefined : before.waits),
    asks: reading.asks === true,
    refused: refused ?? (isOver ? undefined : before.refused),
    denied: denied === undefined ? before.denied : oneMore(before.denied, denied),
    isDone: isDone ?? (goesOn ? false : before.isDone),
    // A line that shows nothing may come before any request.
    works: before.works || isDone === true || (goesOn === true && shows.length > 0),
    last: shows.findLast((line) => line.trim() !== '') ?? before.last,
  };
}

function oneMore({ count, first }: AgentSaid['denied'], what: string): AgentSaid['denied'] {
  return { count: count + 1, first: first.length < MAX_DENIED ? [...first, what] : first };
}

/** The most denied requests whose words are kept. */
const MAX_DENIED = 10;

function sum(before: Usage | undefined, { input, cached, output, costUsd }: Usage): Usage {
  const cost = costUsd === undefined ? before?.costUsd : (before?.costUsd ?? 0) + costUsd;
  return {
    input: (before?.input ?? 0) + input,
    cached: (before?.cached ?? 0) + cached,
    output: (before?.output ?? 0) + output,
    ...(cost === undefined ? {} : { costUsd: cost }),
  };
}
