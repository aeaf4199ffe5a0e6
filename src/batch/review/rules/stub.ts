import { codeIn, commentIn } from '../comments.ts';
import type { Language } from '../file_kind.ts';
import { type ShortFunction, shortFunctions } from './functions.ts';
import {
  afterLines,
  type ChangedFile,
  type FileRule,
  isReadable,
  newLines,
  type Seen,
  seenAt,
} from './rule.ts';

/** Matches code that says that it does not do its work yet. */
const UNDONE: Readonly<Record<Language, RegExp>> = {
  js: /^\s*(?:.*[;{}]\s*)?throw new \w*Error\(\s*['"`][^'"`]*\b(?:not (?:yet )?(?:been )?implemented|unimplemented|todo\b)/iu,
  python: /^\s*raise NotImplementedError\b/u,
  go: /\bpanic\(\s*(?:fmt\.Sprintf\()?["`][^"`]*\b(?:not (?:yet )?implemented|unimplemented|todo\b)|errors\.New\(\s*"(?:not (?:yet )?implemented|unimplemented)/iu,
  rust: /^\s*(?:.*[;{}=>]\s*)?(?:todo|unimplemented)!\s*[([{]/u,
  java: /\bthrow new (?:UnsupportedOperationException\(\s*"[^"]*\b(?:not (?:yet )?implemented|unimplemented|todo\b)|NotImplementedException\b)|^\s*(?:.*[{=]\s*)?TODO\(/iu,
  csharp: /\bthrow new (?:System\.)?NotImplementedException\(/u,
  ruby: /^\s*raise NotImplementedError\b|^\s*raise\s+['"](?:not (?:yet )?implemented|todo\b)/iu,
  php: /\bthrow new \\?\w*Exception\(\s*['"][^'"]*\b(?:not (?:yet )?implemented|unimplemented|todo\b)/iu,
  shell: /^\s*(?:echo|printf)\b.*\bnot (?:yet )?implemented\b/iu,
};

const CONFESSION =
  /\b(?:stub(?:bed)?(?: out)? (?:for now|implementation)|(?:dummy|placeholder|mock|fake|simplified) implementation|not (?:yet )?implemented|in a real (?:implementation|application|app|system|project)|for (?:the )?demo(?:nstration)? purposes|would (?:normally|actually) (?:be|do|call|use))\b/iu;

/** First words of names that promise an action. */
const WORK: ReadonlySet<string> = new Set(
  'calc calculate compute parse validate verify check authenticate authorize authorise sanitize sanitise escape encrypt decrypt hash sign sort search filter merge load save store write read fetch send process convert transform render build update delete remove insert apply resolve compare format encode decode compress login execute sync import export upload download'.split(
    ' ',
  ),
);

/** Whether a function's name promises an action. */
function isWork(name: string): boolean {
  const [first = '', second = ''] = name.split(/(?=[A-Z])|_/u).map((word) => word.toLowerCase());
  return WORK.has(first) || (first === 'is' && second.startsWith('valid'));
}

const HARMLESS =
  /^(?:no_?op|__\w+__|set_?up|tear_?down|before\w*|after\w*|on[A-Z_]\w*|dispose|close|init|initialize|main|visit\w*|\w*_?no_?op)$/iu;

const LITERAL =
  /^(?:return\s+)?(?:true|false|True|False|null|nil|None|undefined|-?\d+(?:\.\d+)?|"[^"]*"|'[^']*'|\[\]|\{\}|new \w+\(\)|Ok\(\(\)\)|None|vec!\[\])\s*;?$/u;

/** Unfinished work: code that says so, empty bodies, constants in place of work. */
export const stub: FileRule = (file) => {
  const { language } = file;
  if (language === undefined || file.isFixture || file.isGenerated || file.path.endsWith('.pyi')) return [];
  const confessed = newLines(file).flatMap((shown) => {
    const comment = commentIn(shown.text, language);
    if (file.isTest || comment === undefined || !CONFESSION.test(comment)) return [];
    const message = 'A comment says that this is not the real implementation.';
    return [seenAt(file, shown, { kind: 'stub', severity: 'medium', message })];
  });
  return [...undone(file, language), ...confessed, ...(file.isTest ? [] : hollow(file, language))];
};

function undone(file: ChangedFile, language: Language): Seen[] {
  if (file.isTest) return [];
  return file.hunks.flatMap((hunk) => {
    const lines = afterLines(hunk);
    return lines.flatMap((shown, place) => {
      if (
        !shown.isAdded ||
        !isReadable(shown.text) ||
        !file.isNew(shown.text) ||
        !UNDONE[language].test(shown.text)
      )
        return [];
      if (commentIn(shown.text, language) === shown.text.trim() || isAbstract(lines.slice(0, place)))
        return [];
      const message = 'This throws or says that it is not implemented, instead of doing the work.';
      return [seenAt(file, shown, { kind: 'stub', severity: 'high', message })];
    });
  });
}

/** Whether the preceding lines mark a function as abstract: then the language requires an empty body. */
function isAbstract(before: readonly { readonly text: string }[]): boolean {
  const near = before.slice(-12).map(({ text }) => text);
  return near.some((text) =>
    /@(?:abc\.)?abstractmethod|\babstract\b|\bProtocol\b|\bABC\b|\bclass\s+(?:Abstract|Base)\w*|\bclass\s+\w*(?:Base|Interface|Mixin)\b|must (?:be )?implement|subclass/iu.test(
      text,
    ),
  );
}

function hollow(file: ChangedFile, language: Language): Seen[] {
  return file.hunks.flatMap((hunk) => {
    const lines = afterLines(hunk);
    return shortFunctions(lines, language).flatMap((each) => {
      const { name, header, last } = each;
      if (HARMLESS.test(name)) return [];
      const isNew = header.isAdded && each.isWhole && file.isNew(header.text);
      if (!isNew && !isEmptied(hunk, each, language)) return [];
      if (isAbstract(lines.filter(({ line }) => line < header.line).slice(-12)) || /^@/u.test(each.before))
        return [];
      const what = whatIsHollow(each, language);
      if (what === undefined) return [];
      const severity = isWork(name) ? 'medium' : 'low';
      const rest = last > header.line ? { endLine: last } : {};
      return [seenAt(file, header, { kind: 'stub', severity, message: `${name} ${what}`, ...rest })];
    });
  });
}

/** Whether working lines were removed from an existing function. */
function isEmptied(
  { lines }: ChangedFile['hunks'][number],
  each: ShortFunction,
  language: Language,
): boolean {
  const place = (line: number) => lines.findIndex(({ kind, after }) => kind !== 'removed' && after === line);
  const [from, last] = [place(each.header.line), place(each.last)];
  const indent = indentOf(each.header.text);
  const removed = lines.slice(from, last).filter(({ kind }) => kind === 'removed');
  // Nothing ends a Python function: lines removed right below its last one may have been in it.
  if (language === 'python')
    for (const line of lines.slice(last + 1)) {
      if (line.kind !== 'removed' || (line.text.trim() !== '' && indentOf(line.text) <= indent)) break;
      removed.push(line);
    }
  return removed.some(({ text }) => {
    // A rewritten header is no work.
    if (!isReadable(text) || indentOf(text) <= indent) return false;
    const code = codeIn(text, language).trim();
    return !/^[{}\s;]*$|^(?:pass|end|\.\.\.)$/u.test(code) && !LITERAL.test(code);
  });
}

function indentOf(text: string): number {
  return /^\s*/u.exec(text)?.[0].length ?? 0;
}

function whatIsHollow({ name, parameters, body }: ShortFunction, language: Language): string | undefined {
  if (body === '' || (language === 'python' && /^(?:pass|\.\.\.)$/u.test(body))) return 'has an empty body.';
  if (language === 'shell') return /^(?::|true);?$/u.test(body) ? 'has an empty body.' : undefined;
  const takes = parameters.replace(/^\s*&?(?:mut\s+)?(?:self|cls|this)\b\s*,?/u, '').trim();
  if (takes === '' || !isWork(name) || !LITERAL.test(body)) return undefined;
  return 'returns the same for every input.';
}
