/** An identifier or file stem as words: `code_review_pass` → `code review pass`, `TEACH_OR_EXPLAIN` → `teach or explain`. */
export function inWords(identifier: string): string {
  return identifier.replace(/[_-]+/gu, ' ').trim().toLowerCase();
}

/** As {@link inWords}, with a capital at each word: `meticulous_auditor` → `Meticulous Auditor`. */
export function inTitleCase(identifier: string): string {
  return inWords(identifier).replace(
    /(^|\s)(\S)/gu,
    (_, space: string, letter: string) => space + letter.toUpperCase(),
  );
}

/** A list as a sentence says it: `a`, `a and b`, `a, b and c`. */
export function inSentence(items: readonly string[]): string {
  const last = items.at(-1);
  return last === undefined || items.length === 1
    ? (last ?? '')
    : `${items.slice(0, -1).join(', ')} and ${last}`;
}
