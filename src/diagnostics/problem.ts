/**
 * One fault, located as precisely as possible. Every command reports problems in this form, on the
 * screen and in its `--json` document.
 *
 * @typeParam Code - the closed union of codes of the domain that found it
 */
export type Problem<Code extends string = string> = {
  readonly severity: Severity;
  /** Permanent name of this kind of problem, in kebab case. */
  readonly code: Code;
  /** The fault, in one sentence. */
  readonly message: string;
  /** The file it was found in, as the user would name it. */
  readonly file?: string;
  /** 1-based. */
  readonly line?: number;
  /** 1-based, in UTF-16 code units. */
  readonly column?: number;
  /** The remedy. */
  readonly hint?: string;
};

/** An `error` stops the work; a `warning` and a `note` do not. */
export type Severity = 'error' | 'warning' | 'note';

/** The position of a problem. Both figures are 1-based. */
export type Position = { readonly line: number; readonly column: number };

/** Problems in reading order: by file, then line, then column, then code. Does not change its argument. */
export function sortProblems<Code extends string>(problems: readonly Problem<Code>[]): Problem<Code>[] {
  return [...problems].sort(
    (a, b) =>
      compareText(a.file ?? '', b.file ?? '') ||
      (a.line ?? 0) - (b.line ?? 0) ||
      (a.column ?? 0) - (b.column ?? 0) ||
      compareText(a.code, b.code),
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
