import { negation } from './negation.ts';

/** The words around a name, and whether the text can only mean that what is named is used. */
export type ConstraintMention = {
  readonly found: string;
  /** False where the sentence contains a negation, and it is unclear what that applies to. */
  readonly isSure: boolean;
};

/**
 * Where a text names something that it should not: the words around it. Where it is only named to say that it is not used
 * ("without OAuth", "MongoDB is gone", `! grep -q oauth src`), it is not.
 */
export function contextOfMention(text: string, term: string): string | undefined {
  return findMention(text, term)?.found;
}

/** Like {@link contextOfMention}, with whether the text is sure: the first sure place, or else the first. */
export function findMention(text: string, term: string): ConstraintMention | undefined {
  const pattern = patternOf(term);
  if (pattern === undefined) return undefined;
  let unsure: ConstraintMention | undefined;
  for (const match of text.matchAll(pattern)) {
    const last = match.index + match[0].length;
    const said = negation(
      text.slice(Math.max(0, match.index - LOOKED_AT), match.index),
      text.slice(last, last + LOOKED_AT),
    );
    if (said === 'denied') continue;
    const around = text.slice(Math.max(0, match.index - SHOWN), last + SHOWN);
    const naming = { found: around.replace(/\s+/gu, ' ').trim(), isSure: said === 'none' };
    if (naming.isSure) return naming;
    unsure ??= naming;
  }
  return unsure;
}

/** Whether a text contains the name, in whatever sense. */
export function isMentioned(text: string, term: string): boolean {
  return patternOf(term)?.test(text) ?? false;
}

function patternOf(term: string): RegExp | undefined {
  const words = term.match(WORDS) ?? [];
  if (words.length === 0) return undefined;
  const isDotted = /^\s*\.[\p{L}\p{N}]/u.test(term);
  const name = words.map((word) => word.replace(/\+/gu, '\\+')).join('[\\s_./-]*');
  const before = isDotted ? `${BEFORE_DOT}\\.` : '(?<![\\p{L}\\p{N}])';
  // "C" is neither "C#" nor "C++"; a version may follow a sign, but no plural: "C++17".
  const behind = /[+#]$/u.test(name) ? '(?![\\p{L}+#])' : '(?:s|es)?(?!\\p{L}|#|\\+\\+)';
  return new RegExp(`${before}${name}${behind}`, 'giu');
}

/** Signs belong to the names of some languages: "C#", "C++". */
const WORDS = /[\p{L}\p{N}]+(?:#|\+\+)?/gu;

/**
 * Text that may come before a name that begins with a dot: no letter, since that is the end of a domain or a file, except in
 * products whose names end that way: "ASP.NET", "Node.js".
 */
const BEFORE_DOT = String.raw`(?:(?<![\p{L}\p{N}_])|(?<=(?<![\p{L}\p{N}_./@-])(?:asp|ado|vb|ml|paint|node|next|nuxt|vue|react|express|ember|backbone|knockout|alpine|solid|three|d3|chart|moment|day|discord|socket|polymer|nest|electron|bun|deno)))`;

const LOOKED_AT = 200;
const SHOWN = 30;
