import { printableLine } from '../../lib/index.ts';
import type { Hit } from './lint_rule.ts';

/** More findings of one rule in one text add nothing. */
export const MAX_HITS = 20;

/** A pattern to search for, and the message for its matches. */
export type Search = {
  /** Global, and bounded in how far it looks ahead, so that any text is checked in linear time. */
  readonly pattern: RegExp;
  /** Makes the message from the match, shortened for display. */
  readonly message: (shown: string) => string;
  /** Whether a match counts; without it, all do. */
  readonly counts?: (match: string, at: number) => boolean;
};

/** A hit for each match that counts, at its first visible character. */
export function hitsOf(
  text: string,
  { pattern, message, counts = () => true }: Search,
): (Hit & { at: number })[] {
  const hits: (Hit & { at: number })[] = [];
  for (const match of text.matchAll(pattern)) {
    const at = match.index + match[0].length - match[0].trimStart().length;
    if (!counts(match[0], at)) continue;
    hits.push({ at, message: message(messageExcerpt(match[0])) });
    if (hits.length === MAX_HITS) break;
  }
  return hits;
}

/** A piece of a text as a message shows it: one line, no more than 60 characters. */
export function messageExcerpt(text: string): string {
  const line = [...printableLine(text.slice(0, 400))];
  return line.length > 60 ? `${line.slice(0, 57).join('')}...` : line.join('');
}
