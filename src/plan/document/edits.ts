import type { Phase, UncheckedPlan } from '../plan.ts';
import { fieldStarts } from './field_start.ts';
import { saysNone } from './inline.ts';

/** A change of whole lines: from `line` (1-based) on, `remove` lines are replaced by `lines`. */
export type Edit = { readonly line: number; readonly remove: number; readonly lines: readonly string[] };

/**
 * Makes edits in a document. Only the lines that they name change; line ends and byte order mark stay as they are, and
 * new lines end as the document's first does.
 */
export function applyEdits(source: string, edits: readonly Edit[]): string {
  const mark = source.startsWith('\uFEFF') ? '\uFEFF' : '';
  const lines = source.slice(mark.length).split(/(?<=\n)|(?<=\r)(?!\n)/u);
  const end = /\r\n|\r|\n/u.exec(source)?.[0] ?? '\n';
  const sorted = edits
    .map((edit, order) => ({ ...edit, order }))
    .sort((a, b) => b.line - a.line || b.order - a.order);
  for (const { line, remove, lines: added } of sorted) {
    const at = line - 1;
    const last = lines[at + remove - 1];
    const isUnended = at + remove >= lines.length && last !== undefined && !/[\r\n]$/u.test(last);
    if (isUnended && remove === 0) lines[at - 1] = `${lines[at - 1] ?? ''}${end}`;
    const texts = added.map((text, index) =>
      isUnended && index === added.length - 1 ? text : `${text}${end}`,
    );
    lines.splice(at, remove, ...texts);
  }
  return `${mark}${lines.join('')}`;
}

/**
 * Lets one phase depend on another, in the way in which the document already names dependencies.
 *
 * @param dependency.phase - the index of the phase that is to wait
 * @param dependency.on - the index of the phase that it waits for
 */
export function addDependency(
  plan: UncheckedPlan,
  { phase, on, note }: { readonly phase: number; readonly on: number; readonly note?: string },
): Edit | undefined {
  const waiting = plan.phases[phase];
  const other = plan.phases[on];
  if (waiting === undefined || other === undefined) return undefined;
  const name = note === undefined ? `Phase ${other.id}` : `Phase ${other.id} (${note})`;
  const lines = linesOfPhase(plan, waiting);
  const at = (line: number) => lines[line - waiting.line] ?? '';
  return waiting.dependencies === undefined
    ? newField(waiting, name, at)
    : addedTo(waiting.dependencies, { phase: waiting, name, at });
}

type LineAt = (line: number) => string;

/** The lines of a phase without their ends and without the byte order mark. */
function linesOfPhase({ source }: UncheckedPlan, { line, end }: Phase): string[] {
  const text = source.startsWith('\uFEFF') ? source.slice(1) : source;
  const ends = /\r\n?|\n/gu;
  const lines: string[] = [];
  let start = 0;
  for (let number = 1; number < end; number++) {
    const match = ends.exec(text);
    if (number >= line) lines.push(text.slice(start, match?.index ?? text.length));
    if (match === null) break;
    start = ends.lastIndex;
  }
  return lines;
}

const MARK = /^(?<indent>\s*)(?<mark>[-*+]|\d{1,9}[.)])(?<space>\s+)/u;

/** A phase without the field gets one after its estimate or complexity, or right under its heading. */
function newField(phase: Phase, name: string, at: LineAt): Edit {
  const neighbours = [phase.complexity?.line, phase.hours?.line].filter((line) => line !== undefined);
  const after = Math.max(0, ...neighbours);
  if (after > phase.line && !goesOn(at(after + 1))) {
    const mark = MARK.exec(at(after))?.[0] ?? '';
    const indent = mark === '' ? (/^\s*/u.exec(at(after))?.[0] ?? '') : mark;
    return { line: after + 1, remove: 0, lines: [`${indent}**Dependencies**: ${name}`] };
  }
  const isUnderlined = /^ {0,3}(?:=+|-+)\s*$/u.test(at(phase.line + 1)) && !/^ {0,3}#/u.test(at(phase.line));
  const line = phase.line + (isUnderlined ? 2 : 1);
  const isFollowed = line < phase.end && at(line).trim() !== '';
  return { line, remove: 0, lines: ['', `**Dependencies**: ${name}`, ...(isFollowed ? [''] : [])] };
}

/** Whether a line continues the prose of the one before it. */
function goesOn(text: string): boolean {
  const bare = text.trim();
  return (
    bare !== '' && !/^(?:[-*+#>|`<]|\d{1,9}[.)]\s|__)/u.test(bare) && fieldStarts(lineOf(bare)).length === 0
  );
}

function lineOf(text: string) {
  return { text, line: 0, column: 1 };
}

function addedTo(
  { line, column, references }: NonNullable<Phase['dependencies']>,
  { phase, name, at }: { readonly phase: Phase; readonly name: string; readonly at: LineAt },
): Edit {
  const last = references.at(-1);
  const first = references[0];
  if (first !== undefined && last !== undefined && last.line > line) {
    const mark = MARK.exec(at(last.line));
    if (mark === null) return { line: last.line, remove: 1, lines: [appended(at(last.line), `, ${name}`)] };
    const hasMore = goesOn(at(last.line + 1)) && last.line + 1 < phase.end;
    return { line: hasMore ? first.line : last.line + 1, remove: 0, lines: [nextItem(mark) + name] };
  }
  const raw = at(line);
  const start = fieldStarts({ text: raw.slice(column - 1), line, column })[0];
  const rest = start?.rest;
  if (rest !== undefined) {
    const before = raw.slice(0, rest.column - 1);
    const behind = raw.slice(rest.column - 1 + rest.text.length);
    const text = last === undefined ? name : appended(rest.text, `, ${name}`);
    return { line, remove: 1, lines: [`${before}${text}${behind}`] };
  }
  for (let next = line + 1; next < phase.end && last === undefined; next++) {
    const item = MARK.exec(at(next));
    const text = at(next).slice(item?.[0].length ?? 0);
    if (text.trim() === '') continue;
    if (!saysNone(text.trim())) break;
    return { line: next, remove: 1, lines: [`${item?.[0] ?? ''}${name}`] };
  }
  if (start === undefined) return { line: line + 1, remove: 0, lines: ['', `- ${name}`, ''] };
  return { line, remove: 1, lines: [`${raw.trimEnd()}${raw.includes(':') ? '' : ':'} ${name}`] };
}

function appended(text: string, more: string): string {
  const bare = text.trimEnd().replace(/[.,]$/u, '');
  return `${bare}${more}${text.trimEnd().endsWith('.') ? '.' : ''}`;
}

function nextItem({ groups }: RegExpExecArray): string {
  const { indent = '', mark = '-', space = ' ' } = groups ?? {};
  const number = /^\d+/u.exec(mark)?.[0];
  return `${indent}${number === undefined ? mark : `${Number(number) + 1}${mark.slice(number.length)}`}${space}`;
}
