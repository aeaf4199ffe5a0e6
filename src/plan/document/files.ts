import { NOTHING, trimCapacity } from '../trim_capacity.ts';
import type { FilesField, PlanFile } from '../types.ts';
import type { TextLine } from './block.ts';
import { nameLinesOf } from './elements.ts';
import type { RawField } from './fields.ts';
import { codeSpansIn, cut, partsOf, saysLater, saysNone, withoutNote } from './inline.ts';
import { looksLikePath, pathIn } from './path_words.ts';

/**
 * What fields say of a phase's files: comma lists, bullets, code spans, with notes. `undefined` where they say
 * nothing; no entries where they say that there are none.
 */
export function readFiles(fields: readonly RawField[]): FilesField | undefined {
  const [first] = fields;
  if (first === undefined) return undefined;
  const lines = fields.flatMap(nameLinesOf);
  const { line, column } = first;
  if (lines.length > 0 && lines.every(({ text }) => saysNone(text)))
    return { line, column, entries: NOTHING };
  const told = lines.filter(({ text }) => !saysNone(text) && !saysLater(text));
  return told.length === 0 ? undefined : { line, column, entries: trimCapacity(told.flatMap(filesOf)) };
}

function filesOf(line: TextLine): PlanFile[] {
  return partsOf(line).flatMap(filesOfPart);
}

function filesOfPart(part: TextLine): PlanFile[] {
  const { body, note } = withoutNote(withoutVerb(part));
  const spans = codeSpansIn(body.text);
  if (spans.length > 0)
    return spans.map(({ start, end, content }) =>
      fileAt(cut(body, start, end), content, { isPath: content.trim() !== '', note }),
    );
  if (body.text === '') return bracketedFiles(part);
  const whole = wholePath(body.text);
  if (whole !== undefined) return [fileAt(body, whole, { isPath: true, note })];
  const words = wordsOf(body);
  const [only] = words;
  if (words.length === 1 && only)
    return [fileAt(only, pathIn(only.text), { isPath: !VAGUE.test(only.text), note })];
  const { paths, others } = pathsAmong(words);
  const beside = [note, ...others.filter((word) => !/^(?:and|&)$/iu.test(word))].filter(Boolean).join(' ');
  if (paths.length === 0) return [fileAt(body, body.text, { isPath: false, note })];
  return paths.map((word) => fileAt(word, pathIn(word.text), { isPath: true, note: beside || undefined }));
}

/** The words that are paths, and what the others say. */
function pathsAmong(words: readonly TextLine[]): { readonly paths: TextLine[]; readonly others: string[] } {
  const paths: TextLine[] = [];
  const others: string[] = [];
  for (const word of words) {
    if (looksLikePath(pathIn(word.text))) paths.push(word);
    else others.push(word.text);
  }
  return { paths, others };
}

/** `(src/a.ts)`, `((src/a.ts))`: what stands in brackets alone is a note, unless it names files; those would be touched unseen. */
function bracketedFiles(part: TextLine): PlanFile[] {
  const words = wordsOf(part);
  const { paths, others } = pathsAmong(words);
  const note = others.join(' ').replace(/^\(+|\)+$/gu, '') || undefined;
  return paths.map((word) => fileAt(word, pathIn(word.text), { isPath: true, note }));
}

/**
 * The path that a text with white space is: one in quotes, what a link leads to, or one that only its last word makes a path, and before that no word of
 * a sentence: `my docs/guide.md`.
 */
function wholePath(text: string): string | undefined {
  if (!/\s/u.test(text)) return undefined;
  const quoted = /^(?:"([^"]+)"|'([^']+)'|“([^”]+)”|‘([^’]+)’)\.?$/u.exec(text)?.slice(1).find(Boolean);
  if (quoted !== undefined) return quoted;
  const linked = /^\[[^\]]+\]\((?!#|[a-z]+:)([^()\s]+)\)[.,:]?$/u.exec(text)?.[1];
  if (linked !== undefined) return linked;
  const words = text.split(/\s+/u);
  const last = words.pop() ?? '';
  const isFile = /^[\w.@()[\]-]+(?:\/[\w.@()[\]-]+)*\.\w{1,10}$/u.test(last);
  const isPlain = words.every((word) => /^[\w@()[\]-]+$/u.test(word) && !OF_A_SENTENCE.test(word));
  return isFile && isPlain && last.includes('/') ? text : undefined;
}

/** Words that stand before a path and belong to none. */
const OF_A_SENTENCE =
  /^(?:(?:add|chang|creat|delet|edit|extend|fix|modif|mov|refactor|remov|renam|replac|rewrit|split|test|touch|updat|writ)(?:e|es|ed|d|s|y|ies|ied|ing)?|new|existing|old|the|an?|all|also|and|any|both|each|either|every|file|files|folder|for|from|in|inside|into|maybe|module|of|on|only|optionally|or|our|perhaps|plus|possibly|probably|see|some|this|to|under|with|within)$/iu;

/** `Create: src/a.ts`, `New file: src/a.ts`: the path stands behind the colon. */
function withoutVerb(part: TextLine): TextLine {
  if (!part.text.includes(':')) return part;
  const verb =
    /^[*_]{0,2}(?:create|add|new|new file|modify|update|edit|change|delete|remove|test)s?(?:d|ed)?[*_]{0,2}:[*_]{0,2}\s+/iu.exec(
      part.text,
    );
  return verb === null ? part : cut(part, verb[0].length, part.text.length);
}

function wordsOf(line: TextLine): TextLine[] {
  if (!/\s/u.test(line.text)) return [line];
  return [...line.text.matchAll(/\S+/gu)].map((match) =>
    cut(line, match.index, match.index + match[0].length),
  );
}

/** Single words that name no file. */
const VAGUE = /^(?:various|multiple|several|all|many|everything|unknown|codebase|files?|same)$/iu;

/** Lines of a file, as compilers and as GitHub's links name them: `:10`, `:10-20,30`, `#L10`, `#L10-L20`. */
const LINES = /(?<=\.\w{1,10})(?::\d+(?:-\d+)?(?:,\s*\d+(?:-\d+)?)*|#L\d+(?:-L?\d+)?)$/u;

function fileAt(
  { line, column }: TextLine,
  path: string,
  { isPath, note }: Pick<PlanFile, 'isPath' | 'note'>,
): PlanFile {
  const trimmed = path.trim();
  const unplaced = isPath ? trimmed.replace(LINES, '') : trimmed;
  const bare = unplaced.startsWith('./') ? unplaced.replace(/^(?:\.\/+)+(?=.)/u, '') : unplaced;
  return { path: bare === './' ? '.' : bare, isPath, note, line, column };
}
