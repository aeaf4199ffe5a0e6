import type { Problem } from './problem.ts';

/**
 * The outcome of work that can fail in expected ways. A thrown error is a bug, never an outcome.
 *
 * @typeParam Value - what success gives
 * @typeParam Code - the closed union of problem codes that failure can carry
 */
export type Result<Value, Code extends string> = Success<Value> | Failure<Code>;

/** Done. */
export type Success<Value> = { readonly ok: true; readonly value: Value };

/** Not done: why, and everything that is known to be wrong, at least one problem. */
export type Failure<Code extends string> = {
  readonly ok: false;
  readonly cause: FailureCause;
  readonly problems: readonly Problem<Code>[];
};

/**
 * What kind of failure it was; the front end turns this into an exit code.
 *
 * - `problems`: the thing that was read or checked is wrong
 * - `usage`: the request is wrong
 * - `environment`: this machine could not do it (no permission, no space, no terminal)
 * - `authentication`: an endpoint refused the key
 * - `interrupted`: a person or a signal ended it
 * - `declined`: a person was asked whether to do it, and said no; nothing is wrong
 */
export type FailureCause =
  | 'problems'
  | 'usage'
  | 'environment'
  | 'authentication'
  | 'interrupted'
  | 'declined';

/**
 * Any code. For borders that tell problems as they are and decide nothing by their codes: the front ends, documents, and verbs that
 * hand on warnings of many domains as errors. Where something is decided by a code, the type of the failure is a closed union.
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
