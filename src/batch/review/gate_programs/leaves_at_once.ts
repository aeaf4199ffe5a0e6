import { cannotFail } from '../../../plan/index.ts';
import { codeIn } from '../comments.ts';
import { type Language, languageOf } from '../file_kind.ts';

/**
 * Whether a program ends well whatever there is to check, as far as its text tells: it leaves with 0 before its checks, or does nothing
 * that fails. What is not sure to be so counts as able to fail.
 *
 * @returns the line that shows it, from 1; `undefined` where it can fail
 */
export function whyNeverFails(text: string, path: string): number | undefined {
  const language = languageOf(path) ?? (/^#!.*\b(?:ba|da|z|k)?sh\b/u.test(text) ? 'shell' : undefined);
  const leaves = language === undefined ? undefined : LEAVES[language];
  if (language === undefined || leaves === undefined) return text.trim() === '' ? 1 : undefined;
  const lines = codeLines(text, language);
  const at = lines.findIndex((line) => line.isTop && leaves.test(line.text));
  const left = lines[at];
  if (left !== undefined) {
    const isBehind = lines.slice(at + 1).some((line) => line.isTop && !DECLARES.test(line.text));
    const isOnLine = left.text.replace(leaves, '').replace(/^[\s;]+/u, '') !== '';
    if (isBehind || isOnLine) return left.line;
  }
  const reached = at < 0 ? lines : lines.slice(0, at);
  const shown = left?.line ?? lines[0]?.line ?? 1;
  if (language === 'shell') {
    const isStrict = /^#!.*\s-\w*e/u.test(text);
    const own = lines.slice(0, at < 0 ? lines.length : at + 1).map((line) => line.text);
    return !isStrict && cannotFail(own.join('\n')) ? shown : undefined;
  }
  return reached.every((line) => IDLE.test(line.text)) ? shown : undefined;
}

/** Leaves a program with 0, whatever was before. */
const LEAVES: Readonly<Partial<Record<Language, RegExp>>> = {
  js: /^(?:import [\w{}, *]+ from ['"](?:node:)?process['"];\s*)?(?:(?:globalThis\.)?process\.(?:exit|reallyExit)|Deno\.exit|exit)\(\s*0?\s*\)(?:;|$)/u,
  python:
    /^(?:import [\w, ]+;\s*)?(?:(?:sys\.)?exit\(\s*(?:0|None)?\s*\)|quit\(\s*0?\s*\)|os\._exit\(\s*0\s*\)|raise SystemExit(?:\(\s*0?\s*\))?)\s*(?:;|$)/u,
  ruby: /^exit!?(?:[ (]\s*(?:0|true)\s*\)?)?\s*(?:;|$)/u,
  php: /^(?:<\?php\s+)?(?:exit|die)(?:\(\s*0?\s*\))?\s*;/u,
  shell: /^exit(?:\s+0)?\s*(?:;|$)/u,
};

/** Says what is used or is called later; nothing runs. */
const DECLARES =
  /^(?:import\b.*\bfrom\b|(?:export\s+)?(?:default\s+)?(?:async\s+)?function\b|(?:export\s+)?class\b|def\b|end\b|[\w-]+\s*\(\)\s*\{?|[}\])]+[;,)]*$|\?>)/u;

/** Does nothing that fails: it names what it uses, and says something. */
const IDLE =
  /^(?:<\?php|\?>|['"]use strict['"];?|pass|import\b[^;]*\bfrom\s*['"][^'"]*['"];?|import\s+[\w., ]+|from\s+[\w.]+\s+import\s+[\w, ()*]+|(?:console\.\w+|print|puts|echo|process\.stdout\.write)[ (]+(?:'[^'$]*'|"[^"$]*"|`[^`$]*`)?\s*\)?;?|process\.exitCode\s*=\s*0;?)$/u;

type CodeLine = { readonly text: string; readonly line: number; readonly isTop: boolean };

/** Lines without comments and blank ones, and whether each stands by itself: in no block, and not as the rest of another line. */
function codeLines(text: string, language: Language): CodeLine[] {
  const lines: CodeLine[] = [];
  let depth = 0;
  let before = '';
  const plain =
    language === 'js' || language === 'php'
      ? text.replace(/\/\*[\s\S]*?\*\//gu, (all) => all.replace(/[^\n]/gu, ' '))
      : text;
  for (const [index, whole] of plain.split('\n').entries()) {
    const code = index === 0 && whole.startsWith('#!') ? '' : codeIn(whole.replace(/\r$/u, ''), language);
    if (code.trim() === '') continue;
    const isTop = depth <= 0 && /^\S/u.test(code) && !GOES_ON.test(before);
    lines.push({ text: code.trim(), line: index + 1, isTop });
    depth += deeper(code, language);
    before = code.trim();
  }
  return lines;
}

/** What another line has to follow. */
const GOES_ON = /(?:&&|\|\||[\\?:,(=+]|=>|\belse|\bthen|\bdo|^(?:if|for|while)\b.*\))$/u;

function deeper(code: string, language: Language): number {
  if (language === 'python' || language === 'ruby') return 0;
  const bare = code.replace(/'[^']*'|"(?:[^"\\]|\\.)*"|`[^`]*`/gu, '');
  const [opens, closes] =
    language === 'shell'
      ? [/(?<=^|[\s;])(?:if|case|do|\{)(?=[\s;]|$)/gu, /(?<=^|[\s;])(?:fi|esac|done|\})(?=[\s;)|&<>]|$)/gu]
      : [/[{([]/gu, /[})\]]/gu];
  return (bare.match(opens)?.length ?? 0) - (bare.match(closes)?.length ?? 0);
}
