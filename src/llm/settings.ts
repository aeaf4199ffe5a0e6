/** How the model is reached. Made by whoever reads the user's settings; never from anything in a project. */
export type ModelSettings = {
  /** Of an OpenAI-compatible API, e.g. `https://api.openai.com/v1`. */
  readonly baseUrl: string;
  readonly model: string;
  /** `null` for an endpoint that wants none. */
  readonly apiKey: ApiKey | null;
  /** For one call with all its tries and waits. */
  readonly timeoutMs: number;
  /** The longest silence within an answer that has begun. Models that think before they answer need a minute or more. */
  readonly idleTimeoutMs: number;
  /** At least 1; what is below counts as 1. */
  readonly maxTries: number;
  /** Largest response body that is read. A streamed one takes about a hundred times the size of its text. */
  readonly maxAnswerBytes: number;
};

/** A key, and the one place that it may be sent to. */
export type ApiKey = {
  readonly value: string;
  /** Where it came from, as a message says it: `environment variable OPENAI_API_KEY`. */
  readonly from: string;
  /** The origin it was configured for, e.g. `https://api.openai.com`; it is sent to no other. */
  readonly origin: string;
};
