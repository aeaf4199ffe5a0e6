/** How the model is reached. Made by whoever reads the user's settings; never from anything in a project. */
export type ModelSettings = {
  /** Of an OpenAI-compatible API, e.g. `https://api.openai.com/v1`. */
  readonly baseUrl: string;
  readonly model: string;
  /** `null` for an endpoint that wants none. */
  readonly apiKey: ApiKey | null;
  /** What gives this endpoint a key, in one line for a person. */
  readonly keyHelp?: string;
  /** Keys that there are for other endpoints, each with whose it is, as part of a sentence. */
  readonly keysElsewhere?: string;
  /** The proxy that requests go through, from the user's environment. */
  readonly proxy?: ProxyUse;
  /** The longest without a sign of an answer, in one call with all its tries and waits. An answer that flows has no limit. */
  readonly timeoutMs: number;
  /** The longest silence within an answer that has begun. Models that think before they answer need a minute or more. */
  readonly idleTimeoutMs: number;
  /** At least 1; what is below counts as 1. */
  readonly maxTries: number;
  /** Largest response body that is read. A streamed one takes about a hundred times the size of its text. */
  readonly maxAnswerBytes: number;
};

/** An HTTP proxy that is in use. */
export type ProxyUse = {
  /** With its login. */
  readonly address: string;
  /** Scheme, host and port, for messages. */
  readonly shown: string;
  /** The variable that names it. */
  readonly from: string;
};

/** A key, and the one place that it may be sent to. */
export type ApiKey = {
  readonly value: string;
  /** Where it came from, as a message says it: `environment variable OPENAI_API_KEY`. */
  readonly from: string;
  /** What gives another one, in one line for a person. */
  readonly remedy?: string;
  /** The origin it was configured for, e.g. `https://api.openai.com`; it is sent to no other. */
  readonly origin: string;
};
