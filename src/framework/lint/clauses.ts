import { isInstruction, isOfAnswerer } from './instructions.ts';

// Pieces of patterns that recognize where an instruction begins and ends. Global, case-insensitive, multi-line.

/** The beginning of a clause, after a list marker too. */
export const CLAUSE = '(?<=^|^[ \\t]{0,4}[-*•][ \\t]|[.;:,]\\s|\\n|\\band |\\bthen )';

/**
 * The end of a clause: `rename a file that others import` is another act than `rename a file`, and so is one followed by a
 * quotation, which is blanked here.
 */
export const END = '[ \\t]?(?:[.;,!]|\\n[ \\t]*\\n|$(?![\\s\\S]))';

/** Words after a thing that continue the clause without making it another thing: `add comments to each function`. */
export const TAIL = ' (?:to|for|in|at|on|with|after|before|beside|from)\\b';

/** Text that can follow a thing without making it another one: `begin with the verdict, in a line`, `with the verdict that they need`. */
export const GOES_ON = `${END}|${TAIL}| (?:of|and|that|which|who|as|so|because|since|when|where|then|without)\\b|[ \\t]?[:(–—\\n]`;

/** Words that forbid what follows, if {@link isForbiddance} confirms it. */
export const FORBIDS = "\\b(?:never|do not|don['’]t|must not|mustn['’]t|may not|should not)";

/**
 * Whether a match of {@link FORBIDS} forbids the answerer something, rather than describing others: `readers who may not have
 * it`.
 */
export function isForbiddance(text: string, at: number): boolean {
  // An imperative has no `may not`.
  return /^(?:never|do|don)/iu.test(text.slice(at, at + 5))
    ? isInstruction(text, at)
    : isOfAnswerer(text, at);
}

/** The singular form of a noun or verb, judged by its ending. */
export function withoutPlural(noun: string): string {
  return noun.toLowerCase().replace(/(?<!s)s$/u, '');
}
