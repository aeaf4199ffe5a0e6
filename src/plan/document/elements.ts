import type { RawField } from './fields.ts';
import { beginsScenario, cut } from './inline.ts';
import type { TextLine } from './markdown_block.ts';

/** One entry of a field that takes a list, with the entries below it. */
export type Element = {
  readonly lines: readonly TextLine[];
  /** The entries that are indented below it, at any depth. */
  readonly nested: readonly TextLine[];
  /** Whether it is after the field's name or in a paragraph, not in a list. */
  readonly isRunning: boolean;
};

/** The entries of a field: items of its list, the text after its name, and lines that begin with a tick box. */
export function elementsOf(field: RawField): Element[] {
  const elements: { lines: TextLine[]; nested: TextLine[]; isRunning: boolean }[] = [];
  const base = field.depth + 1;
  /** "**Given** … these limits:" over a list, which is a part of that sentence. */
  let scenario: { nested: TextLine[] } | undefined;
  for (const [index, { depth, lines }] of field.items.entries()) {
    const isRunning = depth === field.depth && (depth === 0 || lines[0]?.line === field.line);
    const [first] = lines;
    if (first === undefined) continue;
    const last = elements.at(-1);
    const isInScenario = scenario !== undefined && !isRunning;
    if (last !== undefined && (depth > base || isInScenario)) {
      for (const line of lines) last.nested.push(line);
      continue;
    }
    const isIntroduction =
      isRunning && index < field.items.length - 1 && (lines.at(-1)?.text.endsWith(':') ?? false);
    if (isIntroduction && !beginsScenario(first.text)) continue;
    for (const line of lines) {
      if (line === first || BULLET.test(line.text) || TICK_BOX.test(line.text))
        elements.push({ lines: [withoutBullet(line)], nested: [], isRunning });
      else elements.at(-1)?.lines.push(line);
    }
    scenario = isIntroduction ? elements.at(-1) : undefined;
  }
  return elements;
}

/** Bullets that people type or paste, which Markdown does not know. */
const BULLET = /^[•◦▪●‣☐☑✓✔✅][ \t]*/u;

/** `[ ]`, `[x]`, `[]`. */
export const TICK_BOX = /^\[(?<mark>[ xX]?)\](?:[ \t]+|$)/u;

function withoutBullet(line: TextLine): TextLine {
  if (line.text.charCodeAt(0) < 128) return line;
  const bullet = BULLET.exec(line.text);
  return bullet === null ? line : cut(line, bullet[0].length, line.text.length);
}

/** The lines of a field that hold names: for an item that runs on in prose, only the first. */
export function nameLinesOf(field: RawField): TextLine[] {
  const names: TextLine[] = [];
  for (const { lines, nested, isRunning } of elementsOf(field)) {
    let before: TextLine | undefined;
    for (const line of lines) {
      if (isRunning || before === undefined || before.text.endsWith(',')) names.push(line);
      before = line;
    }
    for (const line of nested) if (!line.isVerbatim) names.push(line);
  }
  return names;
}

/** The whole text of an entry: its lines joined, and a line with a dash for each entry below. */
export function textOf({ lines, nested }: Pick<Element, 'lines' | 'nested'>): string {
  const [first] = lines;
  const text = lines.length === 1 && first ? first.text : lines.map((line) => line.text).join(' ');
  return nested.length === 0 ? text : [text, ...nested.map(lineBelow)].join('\n');
}

/** A line below an entry: with a dash, or as it is. */
export function lineBelow({ text, isVerbatim }: TextLine): string {
  return isVerbatim ? text : `- ${text.replace(/^(\d{1,9})\\(?=[.)]\s)/u, '$1')}`;
}
