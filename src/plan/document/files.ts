import { LatePattern } from '../../lib/index.ts';
import type { FilesField, PlanFile } from '../plan.ts';
import { EMPTY_LIST, trimCapacity } from '../trim_capacity.ts';
import { FILE_ACTION } from '../words/file_actions.ts';
import { nameLinesOf } from './elements.ts';
import type { RawField } from './fields.ts';
import {
  type CodeSpan,
  codeSpansIn,
  cut,
  partsOf,
  plain,
  saysLater,
  saysNone,
  withoutNote,
} from './inline.ts';
import type { TextLine } from './markdown_block.ts';
import { looksLikePath, pathIn } from './path_words.ts';

/**
 * Reads a phase's files from its fields: comma lists, bullets, code spans, with notes. `undefined` where they say nothing; no
 * entries where they say that there are none.
 */
export function readFiles(fields: readonly RawField[]): FilesField | undefined {
  const [first] = fields;
  if (first === undefined) return undefined;
  const lines = fields.flatMap(nameLinesOf);
  const { line, column } = first;
  if (lines.length > 0 && lines.every(({ text }) => saysNone(text)))
    return { line, column, entries: EMPTY_LIST };
  const naming = lines.filter(({ text }) => !saysNone(text) && !saysLater(text) && !COUNT.test(text));
  if (naming.length === 0) return undefined;
  const entries = naming.flatMap(filesOf);
  // Beside files, a remark on a macro or a variable is not one more.
  const files = entries.some(({ isPath }) => isPath)
    ? entries.filter(({ isPath, path }) => isPath || !namesNoFile(path))
    : entries;
  return { line, column, entries: trimCapacity(files) };
}

/** Whether a text begins its code with a call or a variable: what it says of that names no file to change. */
function namesNoFile(text: string): boolean {
  const [first] = codeSpansIn(text);
  return first !== undefined && NO_PATH.test(first.content.trim());
}

/** "2", "about 3 files": their number, and no name. */
const COUNT =
  /^(?:~|≈|about |approx\.? |ca\.? |circa )?\d{1,4}\+?(?:\s?[-–]\s?\d{1,4})?(?:\s?(?:(?:new|changed|modified|neue?) )?(?:files?|dateien|datei|ficheros?|archivos?|arquivos?|fichiers?|файл\p{L}*|plik\p{L}*|个文件|個檔案|ファイル|件|개))?\.?$/iu;

function filesOf(line: TextLine): PlanFile[] {
  return partsOf(line, heldIn(line.text)).flatMap(filesOfPart);
}

/**
 * Finds the text that is never split, whatever signs are in it: code spans, text in quotes, and a bracket followed by the ending
 * of a name, as in `notes (copy).md`.
 */
function heldIn(text: string): readonly CodeSpan[] {
  const spans = codeSpansIn(text);
  if (!/["'“‘]|\)\./u.test(text)) return spans;
  const isFree = (start: number, end: number) =>
    spans.every((span) => span.end <= start || span.start >= end);
  const found = [...spans];
  for (const match of text.matchAll(HELD)) {
    const [whole, ...inner] = match;
    const start = match.index;
    const end = start + whole.length;
    if (isFree(start, end)) found.push({ start, end, content: inner.find(Boolean) ?? whole });
  }
  return found.sort((one, other) => one.start - other.start);
}

const HELD =
  /(?<![^\s,;([*_])(?:"([^"]{1,300})"|'([^']{1,300})'|“([^”]{1,300})”|‘([^’]{1,300})’)(?![^\s,;)\].:*_])|(?<=[^\s,;] )\([^()]{1,60}\)(?=\.[\p{L}\p{N}]{1,10}(?![\p{L}\p{N}]))/gu;

function filesOfPart(part: TextLine): PlanFile[] {
  const text = withoutLabel(part);
  const { body, note } = withoutNote(text, heldIn(text.text));
  if (namesNoFile(body.text)) return [fileAt(body, body.text, { isPath: false, note })];
  const spans = codeSpansIn(body.text).filter(({ content }) => !NO_PATH.test(content.trim()));
  if (spans.length > 0)
    return spans.map(({ start, end, content }) =>
      fileAt(cut(body, start, end), content, { isPath: content.trim() !== '', note }),
    );
  if (body.text === '') return bracketedFiles(part);
  const names = namesIn(body);
  if (names !== undefined) return names.map(([at, name]) => fileAt(at, name, { isPath: true, note }));
  const words = wordsOf(body);
  const [only] = words;
  if (words.length === 1 && only)
    return [fileAt(only, pathIn(only.text), { isPath: !VAGUE.test(only.text), note })];
  const { paths, others } = pathsAmong(words);
  const beside = [note, ...others.filter((word) => !/^(?:and|&)$/iu.test(word))].filter(Boolean).join(' ');
  if (paths.length === 0) return [fileAt(body, body.text, { isPath: false, note })];
  const cutOff = mayBeName(body.text) ? others.join(' ') : '';
  return paths.map((word) => ({
    ...fileAt(word, pathIn(word.text), { isPath: true, note: beside || undefined }),
    ...(cutOff !== '' && { cutOff }),
  }));
}

/** A call such as `RV_STAGE()`, or a variable such as `${TARGET}`. */
const NO_PATH = /^(?:[\w.:]+\((?:[^()]*[\s,…][^()]*)?\)|[$@]\{?\w+\}?|\$\(\w+\)|\{\{[^{}]*\}\})$/u;

/** Splits words into paths and others. */
function pathsAmong(words: readonly TextLine[]): { readonly paths: TextLine[]; readonly others: string[] } {
  const paths: TextLine[] = [];
  const others: string[] = [];
  for (const word of words) {
    if (looksLikePath(pathIn(word.text))) paths.push(word);
    else others.push(word.text);
  }
  return { paths, others };
}

/** `(src/a.ts)`, `((src/a.ts))`: text in brackets alone is a note, unless it names files; those would be touched unseen. */
function bracketedFiles(part: TextLine): PlanFile[] {
  const words = wordsOf(part);
  const { paths, others } = pathsAmong(words);
  const note = others.join(' ').replace(/^\(+|\)+$/gu, '') || undefined;
  return paths.map((word) => fileAt(word, pathIn(word.text), { isPath: true, note }));
}

/** The names in a text with white space, "and" between them; `undefined` where it says anything else. */
function namesIn(body: TextLine): (readonly [TextLine, string])[] | undefined {
  const text = plain(body.text);
  if (!/\s/u.test(text)) return undefined;
  const whole = wholePath(text);
  if (whole !== undefined) return [[body, whole]];
  const names: (readonly [TextLine, string])[] = [];
  let from = 0;
  for (const { index, 0: between } of [
    ...body.text.matchAll(/\s(?:and|&|\+)\s/giu),
    { index: body.text.length, 0: '' },
  ]) {
    const piece = cut(body, from, index);
    const name = /\s/u.test(piece.text) ? wholePath(piece.text) : namedIn(piece.text);
    if (name === undefined) return undefined;
    names.push([piece, name]);
    from = index + between.length;
  }
  return names.length > 1 ? names : undefined;
}

function namedIn(word: string): string | undefined {
  const path = pathIn(word);
  return looksLikePath(path) ? path : undefined;
}

/**
 * The path in a text with white space: one in quotes, the target of a link, or a name with an ending, and before that no word of
 * a sentence and no other path: `my docs/guide.md`, `release notes.md`.
 */
function wholePath(text: string): string | undefined {
  const quoted = /^(?:"([^"]+)"|'([^']+)'|“([^”]+)”|‘([^’]+)’)\.?$/u.exec(text)?.slice(1).find(Boolean);
  if (quoted !== undefined) return quoted;
  const linked = /^\[[^\]]+\]\((?!#|[a-z]+:)([^()]+)\)[.,:]?$/u.exec(text)?.[1];
  if (linked !== undefined) return linked;
  const name = text.replace(HERE, '');
  if (!isLikeName(name)) return undefined;
  const words = name.split(/\s+/u);
  const last = words.pop() ?? '';
  if (last.includes('/')) return words.some((word) => word.includes('/')) ? undefined : text;
  // `root package.json` is described, `release notes.md` is a name; no name has the length of a sentence.
  return words.length > MAX_WORDS || USUAL_NAME.test(last) || last.includes('*') ? undefined : text;
}

/** The mark of a relative path, which is no folder of it. */
const HERE = /^(?:\.\/)+(?=[^\s/])/u;

/** Whether only the last word has an ending, and no word is typical of a sentence. */
function isLikeName(text: string): boolean {
  const words = text.split(/\s+/u);
  const last = words.pop() ?? '';
  return FILE_WORD.test(last) && words.every((word) => PLAIN_WORD.test(word) && !OF_A_SENTENCE.test(word));
}

/**
 * Whether a text with words such as "of" in it may be a name; a text that begins as a sentence does is none. Before a folder, or
 * a file without an ending, one such word marks a sentence.
 */
function mayBeName(text: string): boolean {
  const words = text.replace(HERE, '').split(/\s+/u);
  const last = words.pop() ?? '';
  if (words.length === 0 || !words.every((word) => PLAIN_WORD.test(word))) return false;
  if (FILE_WORD.test(last)) return !OF_A_SENTENCE.test(words[0] ?? '');
  const isFolder = FOLDER_WORD.test(last) && words.length <= MAX_WORDS;
  return isFolder && !words.some((word) => OF_A_SENTENCE.test(word) || KIND_OF_FILES.test(word));
}

const FILE_WORD = /^[\p{L}\p{N}\p{M}_.@()[\]*-]+(?:\/[\p{L}\p{N}\p{M}_.@()[\]*-]+)*\.[\p{L}\p{N}]{1,10}$/u;
const PLAIN_WORD = /^[\p{L}\p{N}\p{M}_@()[\]-]+(?:\/[\p{L}\p{N}\p{M}_@()[\]-]+)*$/u;
const FOLDER_WORD = /^[\p{L}\p{N}\p{M}_.@()[\]-]+\/(?:[\p{L}\p{N}\p{M}_.@()[\]*/-]*)$/u;
const MAX_WORDS = 3;

/** Words for the files in a folder, before its name: "tests src/", "components ui/". */
const KIND_OF_FILES =
  /^(?:\w*(?:classes|components|configs?|configuration|controllers|docs|documentation|endpoints|fixtures|handlers|helpers|hooks|migrations|models|modules|pages|routes|scripts|services|sources|stories|styles|suites?|templates|tests?|types|utilities|utils|views)|code|api|backend|frontend|everything|anything)$/iu;

/** Names that files have alone, so that the words before one are no part of it. */
const USUAL_NAME =
  /^(?:package(?:-lock)?|tsconfig|composer|index|main|app|server|setup|conftest|__init__|mod|lib|routes?|models?|views?|urls|settings|config|schema|readme|changelog|license|contributing|agents|claude|cargo|pyproject|docker-compose|compose|requirements|pom|build|go)(?:\.[\p{L}\p{N}]+)*\.[\p{L}\p{N}]{1,10}$|^\./iu;

/** Words that come before a path and belong to none. */
const OF_A_SENTENCE =
  /^(?:(?:add|chang|creat|delet|edit|extend|fix|modif|mov|refactor|remov|renam|replac|rewrit|split|test|touch|updat|writ)(?:e|es|ed|d|s|y|ies|ied|ing)?|new|existing|old|the|an?|all|also|and|any|both|each|either|every|file|files|folder|for|from|in|inside|into|maybe|module|of|on|only|optionally|or|our|perhaps|plus|possibly|probably|see|some|this|to|under|with|within)$/iu;

/** `Create: src/a.ts`, `Composant principal : src/a.ts`: the path comes after the colon. */
export function withoutLabel(part: TextLine): TextLine {
  if (!/[:：]/u.test(part.text)) return part;
  const label = FILE_ACTION.exec(part.text)?.[0] ?? otherLabel(part.text);
  return label === undefined ? part : cut(part, label.length, part.text.length);
}

/** A label of any words, but only right before a path; `Makefile: builds src/` has the file before its colon. */
function otherLabel(text: string): string | undefined {
  const label =
    /^[*_]{0,2}\p{L}[\p{L}\p{M} '’&-]{0,40}(?:\([^()`:]{1,40}\))?[*_]{0,2}\s?(?::[*_]{0,2}\s+|：\s*)/u.exec(
      text,
    )?.[0];
  if (label === undefined || /^[*_]{0,2}\w+file\b/iu.test(label)) return undefined;
  const [, code, word = ''] = /^(?:`([^`]+)`|(\S+))/u.exec(text.slice(label.length)) ?? [];
  return looksLikePath(code?.trim() ?? pathIn(word)) ? label : undefined;
}

function wordsOf(line: TextLine): TextLine[] {
  if (!/\s/u.test(line.text)) return [line];
  return [...line.text.matchAll(/\S+/gu)].map((match) =>
    cut(line, match.index, match.index + match[0].length),
  );
}

/** Single words that name no file. */
const VAGUE = new LatePattern(
  () => '^(?:various|multiple|several|all|many|everything|unknown|codebase|files?|same)$',
  'iu',
);

/** Lines of a file, as compilers and as GitHub's links name them: `:10`, `:10-20,30`, `#L10`, `#L10-L20`. */
const LINES = /(?<=\.\w{1,10})(?::\d+(?:-\d+)?(?:,\s*\d+(?:-\d+)?)*|#L\d+(?:-L?\d+)?)$/u;

function fileAt(
  { line, column }: TextLine,
  path: string,
  { isPath, note }: Pick<PlanFile, 'isPath' | 'note'>,
): PlanFile {
  const trimmed = path.trim();
  const unplaced = isPath && /[:#]/u.test(trimmed) ? trimmed.replace(LINES, '') : trimmed;
  const bare = unplaced.startsWith('./') ? unplaced.replace(/^(?:\.\/+)+(?=.)/u, '') : unplaced;
  return { path: bare === './' ? '.' : bare, isPath, note, line, column };
}
