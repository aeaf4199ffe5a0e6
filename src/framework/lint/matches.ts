import { printableLine } from '../../lib/index.ts';
import type { Hit } from './types.ts';

/** More findings of one rule in one text say nothing new. */
export const MOST = 20;

/** What to look for, and what to say of it. */
export type Search = {
  /** Global. Looks only so far from where it begins, so that any text is judged in linear time. */
  readonly pattern: RegExp;
  /** Given what was matched, shortened to be shown. */
  readonly message: (shown: string) => string;
  /** Whether a match counts; without it, all do. */
  readonly counts?: (match: string, at: number) => boolean;
};

/** A hit for each match that counts, where its first visible character stands. */
export function hitsOf(
  text: string,
  { pattern, message, counts = () => true }: Search,
): (Hit & { at: number })[] {
  const hits: (Hit & { at: number })[] = [];
  for (const match of text.matchAll(pattern)) {
    const at = match.index + match[0].length - match[0].trimStart().length;
    if (!counts(match[0], at)) continue;
    hits.push({ at, message: message(shown(match[0])) });
    if (hits.length === MOST) break;
  }
  return hits;
}

/** A piece of a text as a message shows it: one line, no more than 60 characters. */
export function shown(text: string): string {
  const line = [...printableLine(text.slice(0, 400))];
  return line.length > 60 ? `${line.slice(0, 57).join('')}...` : line.join('');
}
