import { applyEdits, draftOf, type Edit, type PhaseDraft, printPlan } from '../document/index.ts';
import type { Phase, UncheckedPlan } from '../types.ts';
import { requirementLines } from './document.ts';
import { MOST_LINES, numberRanges, numbersIn, type Requirement } from './requirement.ts';

/** The number that the first line of a further requirement gets, so that no number means two lines. */
export function nextLineNumber({ source, phases }: UncheckedPlan): number {
  const listed = fenceOf(source)?.numbers ?? [];
  const named = phases.flatMap(({ requirement }) => (requirement ? numbersIn(requirement.value) : []));
  return Math.max(0, ...listed, ...named.filter((number) => number <= MOST_LINES)) + 1;
}

/**
 * The document of a plan with phases changed and added. Phases that are not named stay as they are, byte for byte; changed
 * ones keep their place, their ticks and what the program does not know; new ones stand behind the last.
 */
export function revisedSource(
  plan: UncheckedPlan,
  answered: readonly PhaseDraft[],
  requirement: Requirement,
): string {
  const { source, phases } = plan;
  const standing = new Map(
    phases.map((phase, place) => [phase.id, { phase, before: draftOf(plan).phases[place] }]),
  );
  const level = headingMarks(source, phases[0]);
  const edits: Edit[] = [];
  const added: string[] = [];
  for (const draft of answered) {
    const found = standing.get(draft.id);
    if (found === undefined) added.push('', ...phaseText(draft, level));
    else {
      const { line, end } = bodyOf(source, found.phase);
      edits.push({ line, remove: end - line, lines: phaseText(withKept(draft, found.before), level) });
    }
  }
  const last = phases.at(-1);
  if (added.length > 0)
    edits.push({ line: last ? bodyOf(source, last).end : lineCount(source) + 1, remove: 0, lines: added });
  return applyEdits(source, [...edits, ...requirementEdit(source, phases[0], requirement)]);
}

/** A phase's lines without the blank ones behind it. */
function bodyOf(source: string, { line, end }: Phase): { readonly line: number; readonly end: number } {
  const lines = source.split(/\r\n|\r|\n/u);
  let last = Math.min(end, lines.length + 1);
  while (last > line + 1 && (lines[last - 2] ?? '').trim() === '') last--;
  return { line, end: last };
}

function lineCount(source: string): number {
  return source.split(/\r\n|\r|\n/u).length;
}

/** The number signs that the plan's own phases have. */
function headingMarks(source: string, first: Phase | undefined): string {
  const heading = first && source.replace(/^\ufeff/u, '').split(/\r\n|\r|\n/u)[first.line - 1];
  return /^ {0,3}(#{1,6})\s/u.exec(heading ?? '')?.[1] ?? '###';
}

function phaseText(draft: PhaseDraft, marks: string): string[] {
  const printed = printPlan({ title: '', phases: [draft] });
  const from = printed.indexOf('### ');
  return printed.slice(from).trimEnd().replace(/^###/u, marks).split('\n');
}

function withKept(draft: PhaseDraft, before: PhaseDraft | undefined): PhaseDraft {
  const ticked = new Set(before?.gates.filter(({ checked }) => checked).map(({ text }) => text));
  return {
    ...draft,
    ...(before?.executor === undefined ? {} : { executor: before.executor }),
    ...(before?.fallback === undefined ? {} : { fallback: before.fallback }),
    ...requirementOf(draft, before),
    gates: draft.gates.map((gate) => ({ ...gate, checked: ticked.has(gate.text) })),
    others: before?.others ?? [],
  };
}

/** A phase that has to change still serves what it served. */
function requirementOf(draft: PhaseDraft, before: PhaseDraft | undefined): Pick<PhaseDraft, 'requirement'> {
  const numbers = [before?.requirement, draft.requirement].flatMap((text) => numbersIn(text ?? ''));
  return numbers.length === 0 ? {} : { requirement: numberRanges(numbers) };
}

/** The further lines, below those that the document has already. */
function requirementEdit(source: string, first: Phase | undefined, requirement: Requirement): Edit[] {
  const lines = requirementLines(requirement);
  const fence = fenceOf(source);
  const holds = (text: string) => text.trim().startsWith(fence?.marks ?? '');
  if (fence !== undefined && !lines.some(holds)) return [{ line: fence.close, remove: 0, lines }];
  const section = ['## Further requirement', '', ...lines.map((line) => `    ${line}`), ''];
  return [{ line: sectionLine(source, first), remove: 0, lines: section }];
}

/** Before the heading that holds the phases, else before the first phase. */
function sectionLine(source: string, first: Phase | undefined): number {
  const lines = source.split(/\r\n|\r|\n/u);
  for (let line = (first?.line ?? 1) - 1; line > 0; line--) {
    const text = (lines[line - 1] ?? '').trim();
    if (text !== '') return /^#+\s+.*phases\b/iu.test(text) ? line : (first?.line ?? 1);
  }
  return first?.line ?? 1;
}

type Fence = { readonly marks: string; readonly close: number; readonly numbers: readonly number[] };

/** The numbered requirement that a draft of ours has, by the line that closes it. */
function fenceOf(source: string): Fence | undefined {
  const lines = source.split(/\r\n|\r|\n/u);
  const heading = lines.findIndex((line) => line.trim() === '## Requirement');
  if (heading < 0) return undefined;
  const open = lines.findIndex((line, place) => place > heading && line.trim() !== '');
  const marks = /^(`{3,})text$/u.exec(lines[open] ?? '')?.[1];
  if (marks === undefined) return undefined;
  const close = lines.findIndex((line, place) => place > open && line === marks);
  if (close < 0) return undefined;
  const numbers = lines
    .slice(open + 1, close)
    .map((line) => Number(/^\s*(\d{1,4}) {2}/u.exec(line)?.[1] ?? 0));
  return { marks, close: close + 1, numbers };
}
