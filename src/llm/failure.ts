import { type Failure, type FailureCause, failure } from '../diagnostics/index.ts';

/** The reason why a call gave no answer, with the number of tries made; 0 if nothing could be sent. */
export type ModelFailure = TryFailure & { readonly tries: number };

/** The reason why one try gave no answer: a closed union, discriminated by `reason`. */
export type TryFailure = Described &
  (
    | StatusFailure
    /** The endpoint's answer makes no sense; `problems` locate the faults if JSON was requested. */
    | { readonly reason: 'malformed'; readonly problems: readonly string[] }
    | { readonly reason: LocalReason }
  );

/** The meaning of a status code sent by the endpoint. */
export type StatusFailure = { readonly status: number } & (
  | { readonly reason: 'authentication' | 'not-found' | 'too-large' | 'no-credit' }
  | { readonly reason: 'bad-request'; readonly parameter: Parameter | null }
  | {
      readonly reason: 'request-timeout' | 'conflict' | 'rate-limited' | 'overloaded';
      /** Time the endpoint asks to wait, in milliseconds, if it is plausible. */
      readonly retryAfterMs: number | null;
    }
);

/** A part of the request that some endpoints reject, and that can be phrased differently or left out. */
export type Parameter =
  | 'response_format'
  | 'stream_options'
  | 'stream'
  | 'max_tokens'
  | 'temperature'
  | 'system'
  | 'tools';

/** Reasons found on this side of the connection. */
export type LocalReason =
  /** The settings cannot be used; nothing was sent. */
  | 'misconfigured'
  /** No connection, or it broke before the answer began. */
  | 'unreachable'
  /** Redirected to a place the request does not follow. */
  | 'redirected'
  /** The call's deadline passed. */
  | 'timed-out'
  /** The answer began and then stalled. */
  | 'stalled'
  /** The answer ended before it was finished. */
  | 'cut'
  /** Complete, but without content. */
  | 'empty'
  /** The model, or a filter, refused. */
  | 'refused'
  /** The answer reached its token limit. */
  | 'truncated'
  /** The answer is larger than the limit. */
  | 'too-much'
  /** A person or a signal ended it. */
  | 'interrupted';

/** The fields common to all failures. */
export type Described = {
  /** Whether the same request may succeed a little later. */
  readonly retryable: boolean;
  /** One sentence. */
  readonly message: string;
  /** The remedy for a person, on one line. */
  readonly remedy: string;
  /** The cost of the failed answer, in tokens, if the endpoint reports it. */
  readonly usage?: { readonly input: number; readonly output: number };
};

/** The problem codes of this domain. */
export type ModelProblemCode = `model-${ModelFailure['reason']}`;

/** Converts a failure to the form that every command reports. */
export function toFailure({ reason, message, remedy, tries }: ModelFailure): Failure<ModelProblemCode> {
  return failure(causeOf(reason), {
    severity: 'error',
    code: `model-${reason}`,
    message: tries > 1 ? `${message.replace(/[.]$/u, '')}, after ${tries} tries.` : message,
    hint: remedy,
  });
}

function causeOf(reason: ModelFailure['reason']): FailureCause {
  if (reason === 'authentication') return 'authentication';
  return reason === 'interrupted' ? 'interrupted' : 'environment';
}

/** A failure found on this side of the connection. */
export function localFailure(reason: LocalReason, described: Described): TryFailure {
  return { reason, ...described };
}

/** The endpoint's answer makes no sense. Asking again helps only if it looks like an accident. */
export function malformed(
  what: string,
  {
    retryable = false,
    remedy = CHECK_ADDRESS,
    problems = [],
  }: Partial<Described> & { problems?: string[] } = {},
): TryFailure {
  return {
    reason: 'malformed',
    retryable,
    message: `The endpoint's answer is invalid: ${what}.`,
    remedy,
    problems,
  };
}

/** The call was ended from outside. */
export const INTERRUPTED: TryFailure = {
  reason: 'interrupted',
  retryable: false,
  message: 'The call to the model was interrupted.',
  remedy: 'Run it again when you are ready.',
};

/** The remedy if the server is not the expected API. */
export const CHECK_ADDRESS = "Check that the address is that of an OpenAI-compatible API; most end in '/v1'.";
