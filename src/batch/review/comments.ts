import type { Language } from './file_kind.ts';

/** The text of a comment that makes up a line or ends it; `undefined` where none can be recognized without its neighbours. */
export function commentIn(line: string, language: Language | undefined): string | undefined {
  const trimmed = line.trim();
  if (/^(?:\/\*|\*(?:\s|$|\/)|<!--)/u.test(trimmed))
    return trimmed.replace(/^(?:\/\*+!?|\*\/?|<!--)\s?/u, '').replace(/\s*(?:\*\/|-->)$/u, '');
  const mark =
    language === undefined ? /^(?:\/\/|#|--|;)\s?/u : HASHED.has(language) ? /^#+!?\s?/u : /^\/\/[/!]?\s?/u;
  const own = mark.exec(trimmed);
  if (own && !trimmed.startsWith('#!') && !/^#[[!]/u.test(trimmed)) return trimmed.slice(own[0].length);
  if (language === undefined) return undefined;
  const tail = HASHED.has(language) ? /\s#\s(.*)$/u : /(?:^|[\s;{}),])\/\/\s?(.*)$|\/\*(.*?)\*\/\s*$/u;
  const found = tail.exec(line);
  if (found === null || isInString(line, found.index)) return undefined;
  return found[1] ?? found[2];
}

/** A line without the comment at its end; empty where it is only a comment. */
export function codeIn(line: string, language: Language): string {
  const comment = commentIn(line, language);
  if (comment === undefined) return line;
  const trimmed = line.trim();
  if (/^(?:\/\/|\/\*|\*(?:\s|$|\/)|<!--)/u.test(trimmed) || (HASHED.has(language) && trimmed.startsWith('#')))
    return '';
  return line.slice(0, line.lastIndexOf(comment)).replace(/\s*(?:\/\/|\/\*|#)\s*$/u, '');
}

/** Whether a line is only a comment, and no part of a documentation comment. */
export function isPlainComment(line: string, language: Language): boolean {
  const trimmed = line.trim();
  return HASHED.has(language) ? /^#(?![!#:[])/u.test(trimmed) : /^\/\/(?![/!])/u.test(trimmed);
}

const HASHED: ReadonlySet<Language> = new Set(['python', 'ruby', 'shell']);

/** Whether an odd number of quotes precedes a position: roughly, whether it is inside a string. */
function isInString(line: string, place: number): boolean {
  const before = line.slice(0, place).replace(/\\./gu, '');
  return ["'", '"', '`'].some((quote) => (before.split(quote).length - 1) % 2 === 1);
}
