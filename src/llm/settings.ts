/** The settings for reaching the model. They come from the user's settings; never from anything in a project. */
export type ModelSettings = {
  /** The base URL of an OpenAI-compatible API, e.g. `https://api.openai.com/v1`. */
  readonly baseUrl: string;
  readonly model: string;
  /** `null` for an endpoint that needs none. */
  readonly apiKey: ApiKey | null;
  /** Instructions for giving this endpoint a key, on one line for a person. */
  readonly keyHelp?: string;
  /** The keys there are for other endpoints, each with its endpoint, as part of a sentence. */
  readonly keysElsewhere?: string;
  /** The proxy that requests go through, from the user's environment. */
  readonly proxy?: ProxyUse;
  /**
   * The longest time without a sign of an answer, in one call with all its tries and waits. An answer that is arriving has no
   * limit.
   */
  readonly timeoutMs: number;
  /** The longest silence within an answer that has begun. Models that think before they answer need a minute or more. */
  readonly idleTimeoutMs: number;
  /** At least 1; anything below counts as 1. */
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
  /** The variable that holds it. */
  readonly from: string;
};

/** A key, and the only place that it may be sent to. */
export type ApiKey = {
  readonly value: string;
  /** Its source in the words of a message: `environment variable OPENAI_API_KEY`. */
  readonly from: string;
  /** Instructions for replacing it, on one line for a person. */
  readonly remedy?: string;
  /** The origin it was configured for, e.g. `https://api.openai.com`; it is sent to no other. */
  readonly origin: string;
};
