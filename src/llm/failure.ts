import { type Failure, type FailureCause, failure } from '../diagnostics/index.ts';

/** Why a call gave no answer, with the number of tries it took to find out; 0 when nothing could even be sent. */
export type ModelFailure = TryFailure & { readonly tries: number };

/** Why one try gave no answer: a closed union, told apart by `reason`. */
export type TryFailure = Described &
  (
    | StatusFailure
    /** The endpoint's answer makes no sense; `problems` say where, when it was JSON that was asked for. */
    | { readonly reason: 'malformed'; readonly problems: readonly string[] }
    | { readonly reason: LocalReason }
  );

/** What the endpoint said with a status code. */
export type StatusFailure = { readonly status: number } & (
  | { readonly reason: 'authentication' | 'not-found' | 'too-large' | 'no-credit' }
  | { readonly reason: 'bad-request'; readonly parameter: Parameter | null }
  | {
      readonly reason: 'request-timeout' | 'conflict' | 'rate-limited' | 'overloaded';
      /** How long the endpoint asks to wait, in milliseconds, as far as that makes sense. */
      readonly retryAfterMs: number | null;
    }
);

/** A part of the request that not every endpoint takes, and that can be said otherwise or left out. */
export type Parameter =
  | 'response_format'
  | 'stream_options'
  | 'stream'
  | 'max_tokens'
  | 'temperature'
  | 'system'
  | 'tools';

/** What was found on this side of the wire. */
export type LocalReason =
  /** The settings can't be used; nothing was sent. */
  | 'misconfigured'
  /** No connection, or it broke before the answer began. */
  | 'unreachable'
  /** Sent elsewhere, where the request does not follow. */
  | 'redirected'
  /** The call's deadline passed. */
  | 'timed-out'
  /** The answer began and then stood still. */
  | 'stalled'
  /** The answer ended before it was finished. */
  | 'cut'
  /** Finished, and nothing in it. */
  | 'empty'
  /** The model, or a filter, would not. */
  | 'refused'
  /** The answer reached its limit of tokens. */
  | 'truncated'
  /** The answer is larger than is read. */
  | 'too-much'
  /** A person or a signal ended it. */
  | 'interrupted';

/** What every failure can say. */
export type Described = {
  /** Whether the same request may well succeed a little later. */
  readonly retryable: boolean;
  /** One sentence. */
  readonly message: string;
  /** What a person can do about it, in one line. */
  readonly remedy: string;
  /** What the answer that came to nothing has cost, in tokens, where the endpoint says so. */
  readonly usage?: { readonly input: number; readonly output: number };
};

/** The problem codes of this domain. */
export type ModelProblemCode = `model-${ModelFailure['reason']}`;

/** A failure in the form that every command reports. */
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

/** A failure found on this side of the wire. */
export function localFailure(reason: LocalReason, described: Described): TryFailure {
  return { reason, ...described };
}

/** The endpoint's answer makes no sense. Asking again helps only where it looks like an accident. */
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
    message: `The endpoint's answer makes no sense: ${what}.`,
    remedy,
    problems,
  };
}

/** The call was ended from outside. */
export const INTERRUPTED: TryFailure = {
  reason: 'interrupted',
  retryable: false,
  message: 'The call to the model was interrupted.',
  remedy: 'Start it again when you are ready.',
};

/** What helps when what answers is not the API that was expected. */
export const CHECK_ADDRESS = "Check that the address is that of an OpenAI-compatible API; most end in '/v1'.";
