import type { Clock } from '../platform/index.ts';
import type { ModelFailure, TryFailure } from './failure.ts';

/** Asks for one answer. Everything else is built on this. */
export type Ask = (request: ModelRequest, options: AskOptions) => Promise<Outcome<ModelAnswer>>;

/** The outcome of a call. */
export type Outcome<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly failure: ModelFailure };

/** A request to the model. */
export type ModelRequest = {
  readonly messages: readonly (Message | CallMessage | ResultMessage)[];
  /**
   * The tools that the model may call. Not every endpoint supports them: one that refuses says so as `bad-request`, with `tools`
   * as the parameter.
   */
  readonly tools?: readonly Tool[];
  readonly maxTokens?: number;
  /** Whether the limit is the current rest of a budget, which changes all the time, and not the caller's choice. */
  readonly isRestOfBudget?: boolean;
  readonly temperature?: number;
  /** Asks the endpoint itself to enforce a schema. Not every endpoint can; nothing is checked here. */
  readonly schema?: NamedSchema;
};

/** One turn of the conversation. */
export type Message = { readonly role: 'system' | 'user' | 'assistant'; readonly content: string };

/** A turn in which the model called tools, as it is repeated to it. */
export type CallMessage = {
  readonly role: 'assistant';
  readonly content: string;
  readonly calls: readonly ToolCall[];
};

/** The result of a call. */
export type ResultMessage = { readonly role: 'tool'; readonly content: string; readonly callId: string };

/** Something that a model may call, with a JSON Schema of its arguments. */
export type Tool = NamedSchema & { readonly description: string };

/** A call of a tool. Untrusted: its name may be of no tool, and its arguments no JSON. */
export type ToolCall = { readonly id: string; readonly name: string; readonly arguments: string };

/** A JSON Schema under a name of letters, digits, `_` and `-`. */
export type NamedSchema = { readonly name: string; readonly schema: Readonly<Record<string, unknown>> };

/** Options to follow and end a call. */
export type AskOptions = {
  /** Ends the call at once, whatever it is waiting for, with the reason `interrupted`. */
  readonly signal: AbortSignal;
  readonly onEvent?: (event: ModelEvent) => void;
  /**
   * Whether a try that fails after some of its text arrived is repeated; true by default. Text already shown to a person cannot
   * be taken back.
   */
  readonly retryAfterText?: boolean;
};

/** A complete answer; anything less is a failure. */
export type ModelAnswer = {
  /**
   * The answer as received, without the model's thoughts, and without the key if the endpoint repeated it. Untrusted, like
   * everything from a model.
   */
  readonly text: string;
  /** The model that answered, as the endpoint names it. */
  readonly model: string;
  readonly finish: 'stop';
  /** The tools that it calls, in its order; only if it was offered some. The text may then be empty. */
  readonly calls?: readonly ToolCall[];
  /** Number of calls beyond the most accepted in one answer; nothing else is known about them. */
  readonly callsLeftOut?: number;
  /** `null` if the endpoint does not report it. */
  readonly usage: Usage | null;
  readonly tries: number;
};

/** In tokens. */
export type Usage = { readonly input: number; readonly output: number };

/** Events of a call, in order. Tries are counted from 1. */
export type ModelEvent =
  | { readonly type: 'try-started'; readonly try: number }
  /** The beginning of the answer arrived, so many milliseconds after the try began. */
  | { readonly type: 'first-token'; readonly try: number; readonly ms: number }
  | { readonly type: 'text'; readonly text: string }
  /** All text of this try so far was the model thinking, and not part of the answer. */
  | { readonly type: 'void' }
  | { readonly type: 'usage'; readonly usage: Usage }
  /** All text of this try is void. */
  | {
      readonly type: 'try-failed';
      readonly try: number;
      readonly reason: ModelFailure['reason'];
      readonly message: string;
      /** The cost of the failed try, if the endpoint reports it. */
      readonly usage?: Usage;
    }
  | { readonly type: 'waiting'; readonly ms: number; readonly reason: ModelFailure['reason'] };

/** An endpoint that is reachable and did not refuse the key. */
export type PingReport = {
  readonly origin: string;
  /** Whether the endpoint lists the configured model; `unknown` if it has no such list, or only part of it arrived. */
  readonly model: 'listed' | 'not-listed' | 'unknown';
  /** A listed model with nearly the same name, if the configured one is not listed. */
  readonly closest?: string;
};

/** The parts of a response that are read, whether from Node or from the package that supports proxies. */
export type FetchedResponse = {
  readonly status: number;
  readonly headers: Iterable<[string, string]> & { readonly get: (name: string) => string | null };
  readonly body: ReadableStream<Uint8Array> | null;
};

/** Sends a request, and returns the response as soon as its head has arrived. */
export type Fetch = (url: URL, init: RequestInit) => Promise<FetchedResponse>;

/** The outside world as the port needs it. */
export type ModelDependencies = Clock & {
  readonly fetch: Fetch;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** A layer between the port and the endpoint, if there is one. */
  readonly between?: Interceptor;
  /** Knowledge about the endpoint from earlier processes, if there is any. */
  readonly memory?: EndpointMemory;
};

/** Knowledge about one endpoint and model, kept across processes. */
export type EndpointMemory = {
  /** Whether it refuses a system message. */
  readonly refusesSystem: boolean;
  /** Records whether it refuses one. Never rejects. */
  readonly found: (refusesSystem: boolean) => Promise<void>;
};

/** The outcome of one try. */
export type TryOutcome = Omit<ModelAnswer, 'tries'> | TryFailure;

/** One try as it would be sent, whether an endpoint or a stand-in answers it. */
export type SentRequest = ModelRequest & {
  readonly model: string;
  /** The dialect: how it is phrased, where endpoints differ. */
  readonly dialect: Readonly<Record<string, string | boolean>>;
};

/**
 * A layer between the port and the endpoint: it may ask the endpoint, record its answers, or answer itself. Never rejects on its
 * own account.
 */
export type Interceptor = {
  readonly answer: (
    request: SentRequest,
    live: () => Promise<TryOutcome>,
    onText: (text: string) => void,
  ) => Promise<TryOutcome>;
  readonly models: (model: string, live: () => Promise<Outcome<PingReport>>) => Promise<Outcome<PingReport>>;
};
