import { shortHash } from './short_hash.ts';

/** A text with a marked block in it, or the reason why it has none: the block was edited, or its marks are damaged. */
export type PlacedBlock =
  | { readonly kind: 'placed'; readonly text: string }
  | { readonly kind: 'edited' | 'broken' /** From 1. */; readonly line: number };

/**
 * Puts a block into a text written by people, between two comments: in place of the one of that name, or at the end.
 * Everything outside it is unchanged, byte for byte; the block takes the line ends of the text.
 *
 * @param block.name - of a-z and -
 * @param block.note - who makes it, for a person who reads the first comment
 */
export function placeBlock(
  text: string,
  block: { readonly name: string; readonly note: string; readonly body: string },
): PlacedBlock {
  const found = findBlock(text, block.name);
  if (found.kind === 'broken' || found.kind === 'edited') return found;
  const eol = text.includes('\r\n') && !/(?<!\r)\n/u.test(text) ? '\r\n' : '\n';
  const made = printBlock(block).replaceAll('\n', eol);
  if (found.kind === 'whole')
    return { kind: 'placed', text: text.slice(0, found.from) + made + text.slice(found.to) };
  const between = text === '' ? '' : text.endsWith('\n') ? eol : eol + eol;
  return { kind: 'placed', text: text + between + made };
}

/** The block of a name as text. */
export function printBlock({
  name,
  note,
  body,
}: {
  readonly name: string;
  readonly note: string;
  readonly body: string;
}): string {
  const inside = `${body.trim()}\n`;
  return `<!-- orchestrator:${name} ${shortHash(inside)} (${note}) -->\n${inside}<!-- /orchestrator:${name} -->\n`;
}

/**
 * The text with blanks for the marks of blocks, so that everything else keeps its place: they are comments written by the
 * program, and contain no text of people.
 */
export function withoutMarks(text: string): string {
  return text.replace(MARK, (line, _slash, _name, rest: string) =>
    rest === ' ' || OWN.test(rest) ? line.replace(/[^\r\n]/gu, ' ') : line,
  );
}

/** The note in the mark of a block: the command that writes it, and its subject if the command needs it to write it again. */
export function blockNote(command: string, subject?: string): string {
  const words = subject !== undefined && SUBJECT.test(subject) ? `${command} ${subject}` : command;
  return `written by \`orchestrator ${words}\`; edits in here are not kept`;
}

/** The subjects that the notes of a command's blocks name, in the order of the text. */
export function blockSubjects(text: string, command: string): string[] {
  return Array.from(text.matchAll(MARK)).flatMap(([, slash, , rest = '']) => {
    const [, named = '', subject] = OWN.exec(rest) ?? [];
    return slash === '' && named === command && subject !== undefined ? [subject] : [];
  });
}

/** A name or a path without blanks: a mark is not the place for sentences. */
const SUBJECT = /^[\w./-]{1,80}$/u;
/** The text after the name in a mark: the hash, and the note of the command that writes such blocks. */
const OWN =
  /^ [0-9a-f]{8} \(written by `orchestrator ([a-z]{1,10})(?: ([\w./-]{1,80}))?`; edits in here are not kept\) $/u;

/** The place of a name's block in a text. */
export type FoundBlock =
  | { readonly kind: 'absent' }
  | { readonly kind: 'whole'; readonly from: number; readonly to: number; readonly body: string }
  | { readonly kind: 'edited' | 'broken'; readonly line: number };

/** Finds the block of a name; its marks begin their lines. */
export function findBlock(text: string, name: string): FoundBlock {
  const marks: { readonly isEnd: boolean; readonly from: number; readonly to: number; hash: string }[] = [];
  for (const { 0: line, 1: slash, 2: named, 3: rest = '', index } of text.matchAll(MARK))
    if (named === name)
      marks.push({
        isEnd: slash === '/',
        from: index,
        to: index + line.length,
        hash: /^\s*([0-9a-f]{8})\b/u.exec(rest)?.[1] ?? '',
      });
  const [begin, end, more] = marks;
  if (begin === undefined) return { kind: 'absent' };
  const lineOf = (at: number) => text.slice(0, at).split('\n').length;
  if (begin.isEnd || end === undefined || !end.isEnd) return { kind: 'broken', line: lineOf(begin.from) };
  if (more) return { kind: 'broken', line: lineOf(more.from) };
  const body = text.slice(begin.to, end.from).replaceAll('\r\n', '\n');
  if (shortHash(body) !== begin.hash) return { kind: 'edited', line: lineOf(begin.from) };
  return { kind: 'whole', from: begin.from, to: end.to, body };
}

/** The text with blank lines for the block of a name, so that everything else keeps its line; an edited block stays. */
export function withoutBlock(text: string, name: string): string {
  const found = findBlock(text, name);
  if (found.kind !== 'whole') return text;
  const lines = text.slice(found.from, found.to).replace(/[^\r\n]/gu, '');
  return text.slice(0, found.from) + lines + text.slice(found.to);
}

/** Whether a text has a line that would be taken for a mark. */
export function hasBlockMark(text: string): boolean {
  MARK.lastIndex = 0;
  return text.search(MARK) !== -1;
}

const MARK = /^<!-- (\/?)orchestrator:([a-z0-9-]+)([^\r\n]*)-->[ \t]*(?:\r?\n|$)/gmu;
