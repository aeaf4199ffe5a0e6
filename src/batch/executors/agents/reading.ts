/** What one line of an agent's output says, to a person and to whoever judges the attempt. */
export type Reading = {
  /** What a person reads of it; none where it is not worth a line. Untrusted, as the whole line. */
  readonly shows: readonly string[];
  /** It says no more than who has begun: nothing of the work, or of what came of it. */
  readonly begins?: true;
  /** By which the agent knows its own session again. */
  readonly session?: string;
  /** What was used: of this step, or of everything so far. */
  readonly used?: Usage & { readonly of: 'step' | 'all' };
  /** What everything so far has cost in US dollars, where that is said without what was used. */
  readonly costUsd?: number;
  /** What went wrong, in the agent's own words. */
  readonly error?: string;
  /** What kind of fault that is, where the agent says so. */
  readonly fault?: Fault;
  /** When a limit of use is over, in milliseconds since 1970 UTC. */
  readonly until?: number;
  /** A request is under way from here to the next line that says something. */
  readonly asks?: true;
  /** It does nothing until it asks again: why. */
  readonly waits?: string;
  /** It was refused what it wanted; the last word, unless it goes on. */
  readonly refused?: string;
  /** It asked for something that it may not have, and goes on without: what, and why. */
  readonly denied?: string;
  /** It works: what was refused or waited for before is over. */
  readonly goesOn?: true;
  /** The agent says that it is done. */
  readonly isDone?: true;
};

/** Tokens and money, as an agent counts them. */
export type Usage = {
  /** All that was sent, what was cached included. */
  readonly input: number;
  readonly cached: number;
  readonly output: number;
  /** In US dollars, where it says so. */
  readonly costUsd?: number;
};

/** Why an agent could not go on, apart from its work. */
export type Fault = 'limited' | 'unauthenticated';

/** Reads one line of an agent's output; `undefined` for one that it does not know, which is shown as it is. Total, and pure. */
export type AgentReader = (line: string) => Reading | undefined;
