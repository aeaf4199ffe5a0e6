/**
 * A value as JSON of the same meaning that is safe to show in a terminal: control, reordering and invisible characters are
 * escaped.
 */
export function safeJson(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(UNSAFE, (character) =>
    Array.from(
      { length: character.length },
      (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
    ).join(''),
  );
}

/** Characters that JSON does not escape: C1 and DEL, Unicode's format characters, its other line ends, and invisible ones. */
const UNSAFE = /[\u007f-\u009f\p{Cf}\u2028\u2029\u2800\u{1d159}]|(?!\n)\p{DI}/gu;
