import { readHeading } from '../document/heading.ts';
import { applyEdits, draftOf, type Edit, type PhaseDraft, printPlan, readPlan } from '../document/index.ts';
import type { Phase, UncheckedPlan } from '../plan.ts';
import { requirementLines } from './print_draft.ts';
import { MAX_LINES, numberRanges, numbersIn, type Requirement } from './requirement.ts';

/** The number that the first line of a further requirement gets, so that no number means two lines. */
export function nextLineNumber({ source, phases }: UncheckedPlan): number {
  const named = phases.flatMap(({ requirement }) => (requirement ? numbersIn(requirement.value) : []));
  const known = named.filter((number) => number <= MAX_LINES);
  return Math.max(0, ...known, ...listedNumbers(linesOf(source))) + 1;
}

/**
 * The document of a plan with phases changed and added. Phases that are not named stay as they are, byte for byte; changed ones
 * keep their place, their ticks and the fields that the program does not know; new ones come after the last.
 */
export function revisedSource(
  plan: UncheckedPlan,
  answered: readonly PhaseDraft[],
  requirement: Requirement,
): string {
  const { source, phases } = plan;
  const lines = linesOf(source);
  const drafts = draftOf(plan).phases;
  const standing = new Map(phases.map((phase, place) => [phase.id, { phase, before: drafts[place] }]));
  const last = phases.at(-1);
  // First of all, so that it comes above a phase that begins on the same line.
  const edits = [requirementEdit(lines, phases[0], requirement)];
  const added: string[] = [];
  for (const draft of answered) {
    const found = standing.get(draft.id);
    // A second answer for a phase makes a second phase, which the rules of plans find.
    standing.delete(draft.id);
    if (found === undefined) added.push('', ...phaseText(draft, headingLike(lines, last)));
    else {
      const { phase, before } = found;
      const text = phaseText(withKept(draft, before), headingLike(lines, phase));
      edits.push({ line: phase.line, remove: endOf(lines, phase) - phase.line, lines: text });
    }
  }
  if (added.length > 0) edits.push({ line: endOf(lines, last), remove: 0, lines: added });
  return applyEdits(source, edits);
}

/**
 * Marks phases as done in a plan's document. They stay as they are, byte for byte, except for the one line that says so, right
 * below their heading; a phase that says so already gets none.
 */
export function markedDone(source: string, finished: readonly string[]): string {
  if (finished.length === 0) return source;
  const read = readPlan(source, '');
  if (!read.ok) return source;
  const lines = linesOf(source);
  const edits = read.value.phases.flatMap((phase): Edit[] => {
    const { id, line, others } = phase;
    if (!finished.includes(id) || others.some(({ name }) => /^status$/iu.test(name))) return [];
    const isUnderlined = /^\s*(?:=+|-+)\s*$/u.test(lines[line] ?? '');
    const at = line + (isUnderlined ? 2 : 1);
    const hasSpace = (lines[at - 1] ?? '').trim() === '';
    return [{ line: hasSpace ? at + 1 : at, remove: 0, lines: ['**Status**: Done'] }];
  });
  return applyEdits(source, edits);
}

/** Without line ends and byte order mark. */
function linesOf(source: string): string[] {
  return source.replace(/^\ufeff/u, '').split(/\r\n|\r|\n/u);
}

/** The line after a phase and before the blank ones below it; without a phase, the line after the document. */
function endOf(lines: readonly string[], phase: Phase | undefined): number {
  let end = phase?.end ?? lines.length + 1;
  while (lines[end - 2]?.trim() === '') end--;
  return end;
}

/** Writes a heading in the form of a phase's own heading: others would not count beside it. */
type HeadingWriter = (id: string, title: string) => string;

function headingLike(lines: readonly string[], phase: Phase | undefined): HeadingWriter {
  const labelled: HeadingWriter = (id, title) => (title === '' ? `Phase ${id}` : `Phase ${id}: ${title}`);
  if (phase === undefined) return (id, title) => `### ${labelled(id, title)}`;
  const [first = '', below = ''] = lines.slice(phase.line - 1);
  const [signs = '', marks = UNDERLINED[below.trim().charAt(0)]] = /^ {0,3}(#{1,6})\s+/u.exec(first) ?? [];
  if (marks === undefined) return (id, title) => `**${labelled(id, title.replace(/\*/gu, ''))}**`;
  const label = readHeading({ text: first.slice(signs.length).trim(), line: phase.line, column: 1 });
  return (id, title) => {
    if (label.isLabelled) return `${marks} ${labelled(id, title)}`;
    const isBare = label.id === undefined && title !== '';
    return isBare ? `${marks} ${title}` : `${marks} ${id}. ${title}`.trimEnd();
  };
}

/** The number signs of headings that have a line below them instead. */
const UNDERLINED: Readonly<Record<string, string>> = { '=': '#', '-': '##' };

function phaseText(draft: PhaseDraft, heading: HeadingWriter): string[] {
  const lines = printPlan({ title: '', phases: [draft] })
    .trimEnd()
    .split('\n');
  const place = lines.findIndex((line) => line.startsWith('### '));
  const label = `### Phase ${draft.id}: `;
  const title = (lines[place] ?? '').slice(label.length);
  return [heading(draft.id, title), ...lines.slice(place + 1)];
}

function withKept(draft: PhaseDraft, before: PhaseDraft | undefined): PhaseDraft {
  const ticked = new Set(before?.gates.filter(({ checked }) => checked).map(({ text }) => text));
  return {
    ...draft,
    ...(before?.executor === undefined ? {} : { executor: before.executor }),
    ...(before?.fallback === undefined ? {} : { fallback: before.fallback }),
    ...(before?.plugin === undefined ? {} : { plugin: before.plugin }),
    ...(before?.place === undefined ? {} : { place: before.place }),
    ...(before?.needs === undefined ? {} : { needs: before.needs }),
    // A phase that has to change still serves the same lines.
    requirement: numberRanges(
      [before?.requirement, draft.requirement].flatMap((text) => numbersIn(text ?? '')),
    ),
    gates: draft.gates.map((gate) => ({ ...gate, checked: ticked.has(gate.text) })),
    others: before?.others ?? [],
  };
}

/** The further lines, below those that the document has already. */
function requirementEdit(lines: readonly string[], first: Phase | undefined, requirement: Requirement): Edit {
  const texts = requirementLines(requirement);
  const close = fenceOf(lines)?.close;
  if (close !== undefined) return { line: close + 1, remove: 0, lines: texts };
  const section = [FURTHER, '', ...texts.map((text) => `    ${text}`), ''];
  return { line: sectionLine(lines, first), remove: 0, lines: section };
}

const FURTHER = '## Further requirement';

/** Before the heading that holds the phases, else before the first phase. */
function sectionLine(lines: readonly string[], first: Phase | undefined): number {
  const line = first?.line ?? endOf(lines, undefined);
  const above = endOf(lines.slice(0, line - 1), undefined) - 1;
  return /^\s*#+\s+.*phases\b/iu.test(lines[above - 1] ?? '') ? above : line;
}

/** The lines of a draft's own requirement, by the places of the marks around them. */
function fenceOf(lines: readonly string[]): { readonly open: number; readonly close: number } | undefined {
  const heading = lines.findIndex((line) => line.trim() === '## Requirement');
  const open = lines.findIndex((line, place) => place > heading && line.trim() !== '');
  const marks = /^(`{3,})text$/u.exec(lines[open] ?? '')?.[1];
  const close = lines.findIndex((line, place) => place > open && line === marks);
  return heading < 0 || close < 0 ? undefined : { open, close };
}

/** The texts of the lines of the requirement that a plan was drafted for, as the document keeps them. */
export function requirementIn(source: string): string[] {
  const lines = linesOf(source);
  const { open, close } = fenceOf(lines) ?? { open: 0, close: 0 };
  return lines.slice(open + 1, close).flatMap((line) => /^\s*\d{1,4} {2}(.*)$/u.exec(line)?.[1] ?? []);
}

/** The lines of the requirements that a plan was drafted for and revised by, as the document keeps them. */
export function requirementListIn(source: string): { readonly number: number; readonly text: string }[] {
  return listedLines(linesOf(source)).flatMap((line) => {
    const [, number, text] = /^\s*(\d{1,4}) {2}(.*)$/u.exec(line) ?? [];
    return number === undefined || text === undefined ? [] : [{ number: Number(number), text: text.trim() }];
  });
}

/** The numbers of the lines of requirements that drafts have left in a document. */
function listedNumbers(lines: readonly string[]): number[] {
  return listedLines(lines).flatMap((line) => Number(/^\s*(\d{1,4}) {2}/u.exec(line)?.[1] ?? []));
}

function listedLines(lines: readonly string[]): string[] {
  const { open, close } = fenceOf(lines) ?? { open: 0, close: 0 };
  const listed = lines.slice(open, close);
  let isFurther = false;
  for (const line of lines) {
    if (/^\S/u.test(line)) isFurther = line === FURTHER;
    else if (isFurther) listed.push(line);
  }
  return listed;
}
