/** One program call as its words, without quotes; or a bracket between calls. */
export type ShellPart = readonly string[] | '(' | ')';

/**
 * Splits a shell line into its calls, at `&&`, `||`, `;`, `|`, `&` and brackets. Redirections are left out. Words that the shell
 * would fill in keep their `$` and back ticks, so that nothing is concluded from them. `splitShellWords` gives words only where
 * no shell is needed; this is for lines that need one.
 */
export function shellParts(line: string): ShellPart[] {
  const parts: ShellPart[] = [];
  let words: string[] = [];
  let skipsNext = false;
  const end = () => {
    if (words.length > 0) parts.push(words);
    words = [];
  };
  for (const [token, redirection, operator] of line.matchAll(TOKEN)) {
    if (token.startsWith('#')) break;
    if (operator !== undefined) {
      end();
      if (operator === '(' || operator === ')') parts.push(operator);
    }
    if (redirection === undefined && operator === undefined && !skipsNext) words.push(unquoted(token));
    skipsNext = redirection !== undefined;
  }
  end();
  return parts;
}

/** A redirection without its target, an operator, or a word with quotes and substitutions in it. */
const TOKEN =
  /(\d*[<>]{1,3}[&|]?)|([;|&()])|(?:\$\((?:[^()]|\([^()]*\))*\)|`[^`]*`|"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s;&|()<>"'`\\])+/gu;

function unquoted(word: string): string {
  return word.replace(
    /"((?:\\.|[^"\\])*)"|'([^']*)'|\\(.)/gu,
    (_, double?: string, single?: string, escaped?: string) =>
      double?.replace(/\\([$`"\\])/gu, '$1') ?? single ?? escaped ?? '',
  );
}
