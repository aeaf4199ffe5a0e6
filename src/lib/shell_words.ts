/** A command's text as a program and its arguments, or the reason why only a shell can interpret it. */
export type ShellWords =
  | { readonly words: readonly [string, ...string[]] }
  /** In words that continue "It needs a shell: ". */
  | { readonly needsShell: string };

/**
 * Splits the text of a command as `sh` would, if that takes no more than removing quotes: then it can be run without
 * a shell, with the same meaning. Text that a shell would act on needs one, and so does text that bash under the
 * name of `sh` reads differently.
 *
 * After POSIX.1, Shell Command Language: quoting, token recognition, reserved words, word expansions.
 */
export function splitShellWords(text: string): ShellWords {
  const words: Word[] = [];
  let word: Word | undefined;
  // A line end separates commands, but not before the first and not after the last.
  const pieces = new RegExp(PIECE, 'uy');
  let at = text.search(/[^ \t\n]/u);
  while (at !== -1 && at < text.length) {
    pieces.lastIndex = at;
    const [piece] = pieces.exec(text) ?? [];
    if (piece === undefined) {
      if (/^[ \t\n]+$/u.test(text.slice(at))) break;
      return { needsShell: faultAt(text, at) };
    }
    at = pieces.lastIndex;
    if (/^[ \t]/u.test(piece)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (piece !== '\\\n') {
      // Except a line continuation, which is nothing at all.
      const { value, bare } = unquote(piece);
      word = { value: (word?.value ?? '') + value, bare: (word?.bare ?? '') + bare };
    }
  }
  if (word !== undefined) words.push(word);
  const [first, ...rest] = words;
  if (first === undefined) return { needsShell: 'there is no command in it' };
  const fault = commandFault(first) ?? words.map(wordFault).find((why) => why !== undefined);
  if (fault !== undefined) return { needsShell: fault };
  return { words: [first.value, ...rest.map(({ value }) => value)] };
}

/** A word's value, and the part written without quotes, in which {@link QUOTED} replaces quoted text. */
type Word = { readonly value: string; readonly bare: string };

/** Never bare itself. */
const QUOTED = '"';

/** Blanks, or a part of a word. */
const PIECE = /[ \t]+|'[^']*'|"(?:[^"\\$`]+|\\[\s\S])*"|\\[\s\S]|[^ \t\n'"\\|&;<>()$`*?]+/u;

function unquote(piece: string): Word {
  const inside = piece.slice(1, -1);
  switch (piece[0]) {
    case "'":
      return { value: inside, bare: QUOTED };
    case '"':
      return { value: inside.replace(/\\(?:\n|([$`"\\]))/gu, '$1'), bare: QUOTED };
    case '\\':
      return { value: piece.slice(1), bare: QUOTED };
    default:
      return { value: piece, bare: piece };
  }
}

/** The reason why the text cannot be split from this place on. */
function faultAt(text: string, at: number): string {
  const mark = text[at] ?? '';
  if (mark === "'" || mark === '"') {
    // Inside double quotes the obstacle is an expansion, or their end is missing.
    return /^"(?:[^"\\$`]+|\\[\s\S])*[$`]/u.test(text.slice(at))
      ? 'it has $ or ` in double quotes'
      : `a quote (${mark}) is not closed`;
  }
  if (mark === '\\') return 'it ends with a backslash';
  if (mark === '\n') return 'it has more than one line';
  return `it uses ${mark}`;
}

/** The reason why a command's first word is not the name of a program. */
function commandFault({ value, bare }: Word): string | undefined {
  if (/^[A-Za-z_]\w*\+?=/u.test(bare)) return 'it sets a variable';
  if (RESERVED.has(bare) || BUILT_IN.has(value)) return `${value} is a word of the shell itself`;
  return undefined;
}

/** Any other part that a shell would expand. */
function wordFault({ bare }: Word): string | undefined {
  if (bare.startsWith('#')) return 'it has a comment';
  if (/(?:^|[=:])~/u.test(bare)) return 'it uses ~';
  // Searched from both ends: a pattern would take long with many of them.
  const between = (open: string, close: string): string =>
    bare.slice(bare.indexOf(open) + 1 || bare.length, Math.max(bare.lastIndexOf(close), 0));
  if (bare.includes('[') && bare.lastIndexOf(']') > bare.indexOf('[')) return 'it uses [ ]';
  if (/,|\.\./u.test(between('{', '}'))) return 'it uses { }';
  return undefined;
}

/** Whether a bare word at the beginning of a command is the shell's own, so that no program of that name is searched for. */
export function isShellWord(word: string): boolean {
  return RESERVED.has(word) || BUILT_IN.has(word);
}

/** Reserved words of POSIX and of bash. */
const RESERVED: ReadonlySet<string> = new Set(
  '! { } [[ ]] case coproc do done elif else esac fi for function if in select then time until while'.split(
    ' ',
  ),
);

/** Commands that act on the shell itself, or that are not a separate program everywhere. */
const BUILT_IN: ReadonlySet<string> = new Set(
  `. : alias bg bind break builtin caller cd command compgen complete continue declare dirs disown enable eval exec exit
   export fc fg getopts hash help history jobs let local logout mapfile popd pushd read readarray readonly return set shift
   shopt source suspend times trap type typeset ulimit umask unalias unset wait`.split(/\s+/u),
);
