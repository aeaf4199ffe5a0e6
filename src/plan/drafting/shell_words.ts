/** One program call of a shell line, as the words that it is written with, quotes taken off. */
export type ShellCall = readonly string[];

/**
 * Takes a shell line apart into its calls, at `&&`, `||`, `;`, `|`, `&` and brackets. Redirections are left out. Words that
 * the shell would fill in keep their `$`, so that nothing is concluded from them.
 */
export function shellCalls(line: string): ShellCall[] {
  const calls: string[][] = [];
  let words: string[] = [];
  let skipsNext = false;
  const end = () => {
    if (words.length > 0) calls.push(words);
    words = [];
  };
  for (const [token, , operator] of line.matchAll(TOKEN)) {
    if (token.startsWith('#')) break;
    if (operator !== undefined) end();
    else if (/^\d*(?:>>?|<)(?:&\d)?$/u.test(token)) skipsNext = !token.includes('&');
    else if (/^\d*[<>]/u.test(token)) continue;
    else if (skipsNext) skipsNext = false;
    else words.push(unquoted(token));
  }
  end();
  return calls;
}

/** A word with quotes and substitutions in it, or an operator. */
const TOKEN =
  /((?:\d*[<>]{1,2}(?:&\d)?)|(?:\$\((?:[^()]|\([^()]*\))*\)|`[^`]*`|"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s;&|()<>"'`\\])+)|(&&|\|\||[;|&(){}])/gu;

function unquoted(word: string): string {
  return word.replace(
    /"((?:\\.|[^"\\])*)"|'([^']*)'|\\(.)/gu,
    (_, double?: string, single?: string, escaped?: string) =>
      double?.replace(/\\([$`"\\])/gu, '$1') ?? single ?? escaped ?? '',
  );
}
