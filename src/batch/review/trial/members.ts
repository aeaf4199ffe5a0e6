/** Lines of a part that form one member, such as a method: the position of the first, and their number. */
export type Span = { readonly from: number; readonly count: number };

/**
 * The members in lines that were only added, such as the methods of a class: each begins with a declaration after an empty line,
 * indented and all of them equally deep, and ends where the next begins or the indentation ends. Empty where there are none, or
 * where the only one makes up everything.
 */
export function membersOf(texts: readonly string[]): Span[] {
  const starts = texts.flatMap((text, place) => {
    const isBehindEmpty = place === 0 || texts[place - 1]?.trim() === '';
    return isBehindEmpty && depthOf(text) > 0 && isDeclared(texts, place) ? [place] : [];
  });
  const depth = Math.min(...starts.map((place) => depthOf(texts[place] ?? '')));
  const members = starts
    .filter((place) => depthOf(texts[place] ?? '') === depth)
    .map((from, index, all): Span => {
      const next = all[index + 1] ?? texts.length;
      const shallow = texts.findIndex((text, place) => place > from && isShallower(text, depth));
      let end = shallow < 0 ? next : Math.min(next, shallow);
      while (end > from + 1 && texts[end - 1]?.trim() === '') end -= 1;
      return { from, count: end - from };
    });
  const [only, ...others] = members;
  const isAll = others.length === 0 && only !== undefined && only.count >= texts.filter(isSaid).length;
  return isAll ? [] : members;
}

function depthOf(text: string): number {
  return isSaid(text) ? text.length - text.trimStart().length : 0;
}

function isShallower(text: string, depth: number): boolean {
  return isSaid(text) && depthOf(text) < depth;
}

function isSaid(text: string): boolean {
  return text.trim() !== '';
}

/** Whether a declaration begins at a line, after its comments and annotations. */
function isDeclared(texts: readonly string[], place: number): boolean {
  for (const text of texts.slice(place)) {
    const trimmed = text.trim();
    if (MARK.test(trimmed)) continue;
    return DECLARATION.test(trimmed) && !STATEMENT.test(trimmed);
  }
  return false;
}

const MARK = /^(?:\/\/|\/?\*|#(?!\w+\s*\()|@|\[[A-Z])/u;
const STATEMENT =
  /^(?:if|for|foreach|while|switch|catch|with|return|else|try|do|using|lock|match|loop|unsafe)\b/u;
const DECLARATION =
  /^(?:(?:export|public|private|protected|internal|static|async|override|final|abstract|virtual|pub|def|fn|func|function|fun|class|struct|enum|trait|impl|interface)\b|(?:get|set)\s+\w|[\w$#]+\s*(?:<[^<>]*>)?\([^;]*\)\s*(?::[^{;]*)?\{)/u;
