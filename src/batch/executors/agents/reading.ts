/** The meaning of one line of an agent's output, for a person and for the judgement of the attempt. */
export type Reading = {
  /** The lines that a person reads; none where it is not worth one. Untrusted, as the whole line is. */
  readonly shows: readonly string[];
  /** The line only announces the agent: it says nothing about the work or its outcome. */
  readonly begins?: true;
  /** The id by which the agent resumes its session. */
  readonly session?: string;
  /** The usage of this step, or of everything so far. */
  readonly used?: Usage & { readonly of: 'step' | 'all' };
  /** The total cost so far in US dollars, where it is reported without the usage. */
  readonly costUsd?: number;
  /** The error, in the agent's own words. */
  readonly error?: string;
  /** The kind of that error, where the agent gives it. */
  readonly fault?: Fault;
  /** When a usage limit ends, in milliseconds since 1970 UTC. */
  readonly until?: number;
  /** A request is under way from here to the next line that means something. */
  readonly asks?: true;
  /** The reason why it is waiting before its next request. */
  readonly waits?: string;
  /** A refused request; this is the agent's last word, unless it continues. */
  readonly refused?: string;
  /** A request that was denied and that the agent continues without: what, and why. */
  readonly denied?: string;
  /** It is working: an earlier refusal or wait is over. */
  readonly goesOn?: true;
  /** The agent says that it is done. */
  readonly isDone?: true;
};

/** Tokens and money, as an agent counts them. */
export type Usage = {
  /** All tokens sent, including cached ones. */
  readonly input: number;
  readonly cached: number;
  readonly output: number;
  /** In US dollars, where it is reported. */
  readonly costUsd?: number;
};

/** Reasons why an agent could not continue, apart from its work. */
export type Fault = 'limited' | 'unauthenticated';

/** Reads one line of an agent's output; `undefined` for an unknown one, which is shown unchanged. Total and pure. */
export type AgentReader = (line: string) => Reading | undefined;
