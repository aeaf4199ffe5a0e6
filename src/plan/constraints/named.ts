/**
 * Where a text names something that it should not: the words around it. Where it is only named to say that it is not used
 * ("without OAuth"), it is not.
 */
export function namedIn(text: string, term: string): string | undefined {
  const words = term.match(WORDS) ?? [];
  if (words.length === 0) return undefined;
  const isDotted = /^\s*\.[\p{L}\p{N}]/u.test(term);
  const name = words.map((word) => word.replace(/\+/gu, '\\+')).join('[\\s_./-]*');
  const before = isDotted ? `${BEFORE_DOT}\\.` : '(?<![\\p{L}\\p{N}])';
  // "C" is neither "C#" nor "C++"; a version may follow a sign, but no plural: "C++17".
  const behind = /[+#]$/u.test(name) ? '(?![\\p{L}+#])' : '(?:s|es)?(?!\\p{L}|#|\\+\\+)';
  const pattern = new RegExp(`${before}${name}${behind}`, 'giu');
  for (const match of text.matchAll(pattern)) {
    const said = text.slice(Math.max(0, match.index - LOOKED_BACK), match.index);
    if (!DENIED.test(said)) {
      const start = Math.max(0, match.index - SHOWN);
      const end = match.index + match[0].length + SHOWN;
      return text.slice(start, end).replace(/\s+/gu, ' ').trim();
    }
  }
  return undefined;
}

/** Signs belong to the names of some languages: "C#", "C++". */
const WORDS = /[\p{L}\p{N}]+(?:#|\+\+)?/gu;

/**
 * What may stand before a name that begins with a dot: no letter, since that is the end of a domain or a file, but for
 * products whose names end so: "ASP.NET", "Node.js".
 */
const BEFORE_DOT = String.raw`(?:(?<![\p{L}\p{N}_])|(?<=(?<![\p{L}\p{N}_./@-])(?:asp|ado|vb|ml|paint|node|next|nuxt|vue|react|express|ember|backbone|knockout|alpine|solid|three|d3|chart|moment|day|discord|socket|polymer|nest|electron|bun|deno)))`;

const LOOKED_BACK = 60;
const SHOWN = 30;

/** Ends with a word that says no, and at most four others in the same part of the sentence. */
const DENIED =
  /\b(?:no|non|not|never|without|avoid(?:s|ing)?|instead of|rather than|(?:do|does|must|should|can)(?:n[’']t| not)|cannot|removes?|removing|drops?|dropping|replac(?:es?|ing)|free of|forbid(?:s|den)?)\b[\s-]*(?:[\p{L}\p{N}'’-]+\s+){0,4}$/iu;
