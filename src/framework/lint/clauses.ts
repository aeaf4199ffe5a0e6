import { isInstruction, isOfAnswerer } from './instructions.ts';

// Pieces of patterns that see where an instruction begins and ends. Global, case-insensitive, multi-line.

/** Where a clause begins. */
export const CLAUSE = '(?<=^|[.;:,]\\s|\\n|\\band |\\bthen )';

/** Where a clause ends: `rename a file that others import` is another act than `rename a file`, and so is one with a quotation behind it, which is blank here. */
export const END = '[ \\t]?(?:[.;,!]|\\n[ \\t]*\\n|$(?![\\s\\S]))';

/** What goes on behind a thing without making it another: `add comments to each function`. */
export const TAIL = ' (?:to|for|in|at|on|with|after|before|beside|from)\\b';

/** Words that have a sentence forbid what follows, where {@link isForbiddance} says so. */
export const FORBIDS = "\\b(?:never|do not|don['’]t|must not|mustn['’]t|may not|should not)";

/** Whether a match of {@link FORBIDS} forbids whoever answers something, and does not tell of others: `readers who may not have it`. */
export function isForbiddance(text: string, at: number): boolean {
  // An imperative has no `may not`.
  return /^(?:never|do|don)/iu.test(text.slice(at, at + 5))
    ? isInstruction(text, at)
    : isOfAnswerer(text, at);
}

/** A noun or verb in the singular, as far as endings go. */
export function withoutPlural(noun: string): string {
  return noun.toLowerCase().replace(/(?<!s)s$/u, '');
}
