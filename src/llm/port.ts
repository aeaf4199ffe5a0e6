import type { Clock } from '../platform/index.ts';
import type { ModelFailure, TryFailure } from './failure.ts';

/** Asks for one answer. Everything else is built on this. */
export type Ask = (request: ModelRequest, options: AskOptions) => Promise<Outcome<ModelAnswer>>;

/** What a call came to. */
export type Outcome<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly failure: ModelFailure };

/** What the model is asked. */
export type ModelRequest = {
  readonly messages: readonly (Message | CallMessage | ResultMessage)[];
  /** What the model may call. Not every endpoint can: one that refuses says so as `bad-request`, with `tools` as the parameter. */
  readonly tools?: readonly Tool[];
  readonly maxTokens?: number;
  /** That is what a budget has left at this moment, another number each time, and no wish of the caller's. */
  readonly isRestOfBudget?: boolean;
  readonly temperature?: number;
  /** Asks the endpoint itself to hold the answer to a schema. Not every endpoint can; nothing is checked here. */
  readonly schema?: NamedSchema;
};

/** One turn of the conversation. */
export type Message = { readonly role: 'system' | 'user' | 'assistant'; readonly content: string };

/** A turn of the model's in which it called tools, as it is said to it again. */
export type CallMessage = {
  readonly role: 'assistant';
  readonly content: string;
  readonly calls: readonly ToolCall[];
};

/** What a call came to. */
export type ResultMessage = { readonly role: 'tool'; readonly content: string; readonly callId: string };

/** Something that a model may call, with a JSON Schema of its arguments. */
export type Tool = NamedSchema & { readonly description: string };

/** A call of a tool. Untrusted: its name may be of no tool, and its arguments no JSON. */
export type ToolCall = { readonly id: string; readonly name: string; readonly arguments: string };

/** A JSON Schema under a name of letters, digits, `_` and `-`. */
export type NamedSchema = { readonly name: string; readonly schema: Readonly<Record<string, unknown>> };

/** How a call is followed and ended. */
export type AskOptions = {
  /** Ends the call at once, whatever it is waiting for, with the reason `interrupted`. */
  readonly signal: AbortSignal;
  readonly onEvent?: (event: ModelEvent) => void;
  /**
   * Whether a try that fails after some of its text has come is made again; by default it is. Who has shown that text to a
   * person can't take it back.
   */
  readonly retryAfterText?: boolean;
};

/** A whole answer; anything less is a failure. */
export type ModelAnswer = {
  /** As it came, but for what the model thought aloud, and the key, should the endpoint have put it in. Untrusted, like everything a model says. */
  readonly text: string;
  /** The model that answered, as the endpoint names it. */
  readonly model: string;
  readonly finish: 'stop';
  /** The tools that it calls, in its order; only where it was told of some. The text may then be empty. */
  readonly calls?: readonly ToolCall[];
  /** How many more it calls than are taken of one answer; nothing is known of them. */
  readonly callsLeftOut?: number;
  /** `null` where the endpoint does not say. */
  readonly usage: Usage | null;
  readonly tries: number;
};

/** In tokens. */
export type Usage = { readonly input: number; readonly output: number };

/** What happens during a call, in order. Tries are counted from 1. */
export type ModelEvent =
  | { readonly type: 'try-started'; readonly try: number }
  /** The first of the answer has come, so many milliseconds after the try began. */
  | { readonly type: 'first-token'; readonly try: number; readonly ms: number }
  | { readonly type: 'text'; readonly text: string }
  /** All text of this try so far was the model thinking aloud, and no part of the answer. */
  | { readonly type: 'void' }
  | { readonly type: 'usage'; readonly usage: Usage }
  /** All text of this try is void. */
  | {
      readonly type: 'try-failed';
      readonly try: number;
      readonly reason: ModelFailure['reason'];
      readonly message: string;
      /** What it has cost all the same, where the endpoint says so. */
      readonly usage?: Usage;
    }
  | { readonly type: 'waiting'; readonly ms: number; readonly reason: ModelFailure['reason'] };

/** An endpoint that is there and did not refuse the key. */
export type PingReport = {
  readonly origin: string;
  /** Whether the endpoint lists the configured model; `unknown` where it has no such list, or only a part of it came. */
  readonly model: 'listed' | 'not-listed' | 'unknown';
  /** A listed model with nearly the same name, if the configured one is not listed. */
  readonly closest?: string;
};

/** A response, as far as it is read: that of Node, or that of the package which knows proxies. */
export type FetchedResponse = {
  readonly status: number;
  readonly headers: Iterable<[string, string]> & { readonly get: (name: string) => string | null };
  readonly body: ReadableStream<Uint8Array> | null;
};

/** Sends a request, and gives the response as soon as its head is there. */
export type Fetch = (url: URL, init: RequestInit) => Promise<FetchedResponse>;

/** What the port needs from the world. */
export type ModelDependencies = Clock & {
  readonly fetch: Fetch;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** Stands between the port and the endpoint; without one nothing does. */
  readonly between?: Between;
  /** What is known of the endpoint from earlier processes; without one nothing is. */
  readonly memory?: EndpointMemory;
};

/** What was found out about one endpoint and model, and outlives the process. */
export type EndpointMemory = {
  /** Whether it would not have a message of the system's. */
  readonly refusesSystem: boolean;
  /** It was just found to have one, or not. Never rejects. */
  readonly found: (refusesSystem: boolean) => Promise<void>;
};

/** What one try came to. */
export type TryOutcome = Omit<ModelAnswer, 'tries'> | TryFailure;

/** One try as it would be sent, whoever answers it. */
export type SentRequest = ModelRequest & {
  readonly model: string;
  /** How it is put, where endpoints differ. */
  readonly dialect: Readonly<Record<string, string | boolean>>;
};

/** Who stands between the port and the endpoint: may ask it, keep what it says, or answer in its place. Never rejects of itself. */
export type Between = {
  readonly answer: (
    request: SentRequest,
    live: () => Promise<TryOutcome>,
    onText: (text: string) => void,
  ) => Promise<TryOutcome>;
  readonly models: (model: string, live: () => Promise<Outcome<PingReport>>) => Promise<Outcome<PingReport>>;
};
