import { fieldKey } from '../document/field_names.ts';
import { parseHours } from '../document/hours.ts';
import type { Section } from '../outline/outline.ts';
import { cellsOf } from '../outline/overview.ts';
import { type NamedPart, PartNames } from '../sequence/part_names.ts';
import { EACH_TAKES } from '../words/duration_words.ts';
import { unitKind } from '../words/unit_words.ts';
import type { Task } from './importer.ts';
import { takeRemarks } from './remarks.ts';

/**
 * Adds estimates that stand outside of the parts to those without one: in lists and tables that name the parts, and in sentences
 * on all of them, "two weeks each".
 *
 * @param sections - those that belong to no part
 * @param lines - the lines of the document
 */
export function withHoursBeside(
  tasks: readonly Task[],
  parts: readonly NamedPart[],
  { sections, lines }: { readonly sections: readonly Section[]; readonly lines: readonly string[] },
): Task[] {
  if (tasks.every(({ hours }) => hours !== undefined)) return [...tasks];
  const names = new PartNames(parts);
  const found = new Map<number, number | undefined>();
  const add = (part: number | undefined, hours: number | undefined) => {
    if (part === undefined || hours === undefined) return;
    found.set(part, found.has(part) && found.get(part) !== hours ? undefined : hours);
  };
  let ofEach: number | undefined;
  for (const { blocks } of sections)
    for (const block of blocks) {
      if (block.kind === 'text') {
        const text = block.lines.map((line) => line.text).join(' ');
        ofEach ??= hoursOfEach(text, parts);
        const [line] = block.lines;
        if (block.isItem && line !== undefined)
          add(names.partOf(line.text), takeRemarks({ ...line, text: firstWords(line.text) }).hours);
      } else if (block.form === 'table')
        for (const { part, hours } of rowsOf(lines.slice(block.line - 1, block.end - 1), names))
          add(part, hours);
    }
  return tasks.map((task, index) => {
    const hours = task.hours ?? found.get(index) ?? ofEach;
    return hours === undefined ? task : { ...task, hours };
  });
}

/** An item up to the remark behind its estimate: "Crossfades (2 hours) - easy". */
function firstWords(text: string): string {
  return /^.{0,200}?[)）](?=\s*(?:[-–—,;:.]|$))/u.exec(text)?.[0] ?? text;
}

function rowsOf(
  rows: readonly string[],
  names: PartNames,
): { readonly part: number | undefined; readonly hours: number | undefined }[] {
  const [head = [], , ...body] = rows.map(cellsOf);
  const column = head.findIndex((name) => fieldKey(name, { isMarked: true }) === 'hours');
  if (column < 1) return [];
  const unit = /[(（]([^()（）]{1,12})[)）]/u.exec(head[column] ?? '')?.[1] ?? '';
  return body.map((cells) => ({
    part: names.partOf(cells[0] ?? '') ?? (column > 1 ? names.partOf(cells[1] ?? '') : undefined),
    hours:
      parseHours(`${cells[column] ?? ''} ${unit}`, { needsUnit: true }) ??
      parseHours(cells[column] ?? '', { needsUnit: false }),
  }));
}

/** "Each sprint takes two weeks", "2 weeks per phase". */
function hoursOfEach(text: string, parts: readonly NamedPart[]): number | undefined {
  for (const match of text.slice(0, LONGEST).replace(/[*_`]/gu, '').matchAll(EACH_TAKES.pattern)) {
    const { word: owner, behind, han, said, before: amount, hanSaid } = match.groups ?? {};
    const word = (owner ?? behind ?? han ?? '').toLowerCase();
    const isPart =
      word === '' ||
      parts.some(({ word: own }) => own !== undefined && (word === own || word === `${own}s`)) ||
      (parts.every(({ word: own }) => own === undefined) && unitKind(word) !== undefined);
    const hours = parseHours((said ?? amount ?? hanSaid ?? '').trim(), {
      needsUnit: true,
    });
    if (isPart && hours !== undefined) return hours;
  }
  return undefined;
}

const LONGEST = 2_000;
