/**
 * Whether a shell command always ends with 0, as far as its text tells: it does nothing, only prints, or hides the failure of the
 * programs it runs. A doubtful command counts as able to fail.
 */
export function cannotFail(command: string): boolean {
  const steps = stepsOf(command.trim());
  const last = steps.at(-1);
  if (last === undefined) return true;
  // Only a shell can tell text for another command from commands; a variable that is not set ends the list.
  if (/<<|\$\{[^}$]*\?/u.test(command)) return false;
  const left = steps.findIndex(({ text }) => /^exit(?:\s+0)?$/u.test(text));
  const isLeft =
    left >= 0 &&
    steps.slice(0, left + 1).every(({ after, text }) => GOES_ON.has(after) && alwaysPasses(text));
  if (isLeft) return true;
  if (last.after !== '&&') return alwaysPasses(last.text) && !exitsEarly(steps.slice(0, -1));
  // With `&&` the last failure counts, so all of the chain has to pass.
  const start = steps.findLastIndex(({ after }) => after !== '&&');
  const chain = steps.slice(start);
  return (
    chain.every(({ text }) => alwaysPasses(text)) &&
    chain[0]?.after !== '||' &&
    !exitsEarly(steps.slice(0, start))
  );
}

/** A command of a list, and the operator between it and the one before it. */
type Step = { readonly after: '' | ';' | '&&' | '||' | '|' | '&'; readonly text: string };

function stepsOf(command: string): Step[] {
  const steps: Step[] = [];
  let after: Step['after'] = '';
  let start = 0;
  const end = (at: number) => {
    const text = command.slice(start, at).trim();
    if (text !== '' && !text.startsWith('#')) steps.push({ after, text });
  };
  for (const match of command.matchAll(
    /'[^']*'|"(?:[^"\\]|\\.)*"|\\.|\$\([^()]*\)|[<>]&\d?|&>|(?<mark>&&|\|\||[;|&\n])/gu,
  )) {
    const mark = match.groups?.mark;
    if (mark === undefined) continue;
    end(match.index);
    after = (mark === '\n' ? ';' : mark) as Step['after'];
    start = match.index + mark.length;
  }
  end(command.length);
  return steps;
}

function alwaysPasses(text: string): boolean {
  return (
    MAY_PASS.test(text) &&
    /^(?:(?:\/usr)?\/bin\/)?(?:true|:|exit(?:\s+0)?|return\s+0|echo|printf|sleep\s+[\d.]+[smhd]?)(?=\s|$)(?!.*>(?!>?\s*(?:&|\/dev\/null)))(?!.*\$\()(?!.*`)/u.test(
      text,
    ) &&
    !/^exit\s+[^0\s]/u.test(text)
  );
}

/** The beginnings of what the long pattern above finds: most gates have none, and V8 takes long to compile that. */
const MAY_PASS = /^(?:\/|true|:|exit|return|echo|printf|sleep)/u;

/** Operators that continue with the next command after one that passes. */
const GOES_ON: ReadonlySet<Step['after']> = new Set(['', ';', '&&']);

/** `set -e` and `exit 1` end a list before its last command, `exec` replaces the shell, and a sourced file may do either. */
function exitsEarly(steps: readonly Step[]): boolean {
  return steps.some(({ text }) =>
    /^(?:set|exec|source|eval|trap|kill|exit)\b|^\.\s|^(?:if|case|while|for|!|\{|\()|\bexit\s+[1-9]/u.test(
      text,
    ),
  );
}
