import type { Problem } from './problem.ts';

/**
 * The outcome of work that can fail in expected ways. A thrown error is a bug, never an outcome.
 *
 * @typeParam Value - the value of a success
 * @typeParam Code - the closed union of problem codes that failure can carry
 */
export type Result<Value, Code extends string> = Success<Value> | Failure<Code>;

/** A success. */
export type Success<Value> = { readonly ok: true; readonly value: Value };

/** A failure: its cause, and all known problems, at least one. */
export type Failure<Code extends string> = {
  readonly ok: false;
  readonly cause: FailureCause;
  readonly problems: readonly Problem<Code>[];
};

/**
 * The kind of failure; the front end turns this into an exit code.
 *
 * - `problems`: the thing that was read or checked is wrong
 * - `usage`: the request is wrong
 * - `environment`: this machine could not do it (no permission, no space, no terminal)
 * - `authentication`: an endpoint refused the key
 * - `interrupted`: a person or a signal ended it
 * - `declined`: a person was asked for consent, and said no; nothing is wrong
 */
export type FailureCause =
  | 'problems'
  | 'usage'
  | 'environment'
  | 'authentication'
  | 'interrupted'
  | 'declined';

/**
 * Any code. For boundaries that report problems unchanged and decide nothing by their codes: the front ends, documents, and verbs
 * that pass on warnings of many domains as errors. Code that decides by a code uses a closed union.
 */
export type AnyCode = string;

/** Wraps a value as success. */
export function success<Value>(value: Value): Success<Value> {
  return { ok: true, value };
}

/** Makes a failure of one or more problems. */
export function failure<Code extends string>(
  cause: FailureCause,
  ...problems: readonly Problem<Code>[]
): Failure<Code> {
  return { ok: false, cause, problems };
}
