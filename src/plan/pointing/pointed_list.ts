import { printable, printableLine } from '../../lib/index.ts';
import { plainText } from '../document/plain_text.ts';
import { foldedId } from '../document/references.ts';
import { readOutline } from '../outline/outline.ts';
import { titleOf } from '../outline/survey.ts';
import { ORDER_OF_DOCUMENT } from '../tasks/document_order.ts';
import type { InferredNeed, SectionOutcome, Task, TaskList, TaskProblem } from '../tasks/importer.ts';
import { goalsInferred, needsOf, tooManyNote } from '../tasks/part_needs.ts';
import { leftOutNote } from '../tasks/section_outcomes.ts';
import { shortText } from '../tasks/short_text.ts';
import { pointedPhase } from './pointed_phase.ts';
import type { BadPointer, PointedLines, Pointers } from './pointers.ts';

/** Makes a list of tasks of the lines that were pointed to, and reports the pointers dropped and the lines without one. */
export function pointedList(
  { phases, leftOut, bad }: Pointers,
  { lines, text, file }: { readonly lines: readonly string[]; readonly text: string; readonly file: string },
): TaskList {
  const read = phases.map((phase) => pointedPhase(phase, lines));
  const needs = needsOf(read);
  const ids = new Set<string>();
  const tasks = read.map(({ task }, index): Task => {
    const isTaken = task.id !== undefined && ids.has(foldedId(task.id));
    if (task.id !== undefined) ids.add(foldedId(task.id));
    return {
      ...task,
      id: isTaken ? undefined : task.id,
      needs: [...(needs.needs[index] ?? []), ...task.needs],
      isFree: task.isFree || (needs.areFree[index] ?? false),
    };
  });
  const silent = silentLines([...phases, ...leftOut], lines);
  const outcomes = [
    ...phases.map((phase) => outcome(phase, lines, 'work', 'a model points to it')),
    ...leftOut.map((each) => outcome(each, lines, 'left-out', `the model: ${shortText(each.reason)}`)),
    ...silent.map((each) => outcome(each, lines, 'left-out', 'the model did not mention it')),
  ].sort((a, b) => a.line - b.line);
  return {
    title: printable(documentTitle(text, phases)),
    sections: [],
    tasks,
    problems: [
      ...tooManyNote(needs.tooMany, file),
      ...bad.map((each) => dropped(each, file)),
      ...goalsInferred(read, tasks, { text, file }),
      ...leftOutNote(outcomes, file),
      ...unjudged(silent, lines, file),
    ],
    outcomes,
  };
}

/**
 * Orders the tasks: by the dependencies that the model points to, and where the document says nothing, by its own order.
 */
export function* pointedOrder({ phases }: Pointers, tasks: readonly Task[]): Generator<InferredNeed> {
  // Phases that are done are no longer in the list: the others are found by their lines.
  const places = new Map(tasks.map(({ line }, index) => [line, index]));
  const placeOf = (index: number) => places.get(phases[index]?.titleLine ?? 0);
  let before: number | undefined;
  for (const [index, { dependencies }] of phases.entries()) {
    const task = placeOf(index);
    if (task === undefined) continue;
    const { needs, isFree } = tasks[task] as Task;
    if (dependencies !== undefined) {
      for (const each of dependencies) {
        const on = placeOf(each);
        if (on !== undefined) yield { task, on, reason: 'a model points to it' };
      }
    } else if (needs.length === 0 && !isFree && before !== undefined)
      yield { task, on: before, reason: ORDER_OF_DOCUMENT };
    before = task;
  }
}

/** The document's title, unless that is a phase itself, else that of its front matter. */
function documentTitle(source: string, phases: Pointers['phases']): string {
  const { text, from, title } = plainText(source);
  const { root, sections } = readOutline(text, { from });
  const heading = (titleOf(root) ?? sections[1])?.heading;
  const isPhase = phases.some(({ firstLine, lastLine }) => {
    const line = heading?.line ?? 0;
    return firstLine <= line && line <= lastLine;
  });
  return (isPhase ? undefined : heading?.text.replace(/[*`]/gu, '')) ?? title?.value ?? '';
}

function outcome(
  { firstLine, lastLine }: PointedLines,
  lines: readonly string[],
  became: SectionOutcome['became'],
  why: string,
): SectionOutcome {
  const own = lines.slice(firstLine - 1, lastLine);
  const first = Math.max(
    own.findIndex((line) => line.trim() !== ''),
    0,
  );
  const text = printableLine(own[first] ?? '').trim();
  const level = /^#{1,6}(?=\s)/u.exec(text)?.[0].length ?? 1;
  return { heading: shortText(text.replace(/^#{1,6}\s+/u, '')), line: firstLine + first, level, became, why };
}

/** The runs of lines with text that the model did not point to, each section apart; headings alone are no loss. */
function silentLines(pointed: readonly PointedLines[], lines: readonly string[]): PointedLines[] {
  const isPointed = new Uint8Array(lines.length + 2);
  for (const { firstLine, lastLine } of pointed) isPointed.fill(1, firstLine, lastLine + 1);
  const runs: PointedLines[] = [];
  for (let line = 1; line <= lines.length; line++) {
    if (isPointed[line] === 1 || TITLE.test(lines[line - 1] ?? '')) continue;
    const firstLine = line;
    while (line < lines.length && isPointed[line + 1] === 0 && !HEADING.test(lines[line] ?? '')) line++;
    const own = lines.slice(firstLine - 1, line);
    if (own.some((each) => each.trim() !== '' && !HEADING.test(each) && !RULE.test(each)))
      runs.push({ firstLine, lastLine: line });
  }
  return runs;
}

/** Warns of items of lists that the model neither points to nor leaves out: nobody has judged them. */
function unjudged(silent: readonly PointedLines[], lines: readonly string[], file: string): TaskProblem[] {
  const found = silent.flatMap(({ firstLine, lastLine }) =>
    lines.slice(firstLine - 1, lastLine).flatMap((text, index) => {
      return ITEM.test(text) ? [{ text: text.trim(), line: firstLine + index }] : [];
    }),
  );
  const [first] = found;
  if (first === undefined) return [];
  const named = found.slice(0, MAX_NAMED).map(({ text, line }) => `“${shortText(text)}” (line ${line})`);
  const more = found.length - named.length;
  return [
    {
      ...{ severity: 'warning', code: 'work-unclear', file, line: first.line, column: 1 },
      message: `The model did not mention these list items, so they were left out: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
      hint: 'Check whether they are work; if they are, import again, or add them to the plan.',
    },
  ];
}

const ITEM = /^\s*(?:[-*+]|\d{1,3}[.)])\s+\S/u;
const MAX_NAMED = 5;

const TITLE = /^#\s/u;
const HEADING = /^\s*#{1,6}\s/u;
const RULE = /^\s*[-=*_]{3,}\s*$/u;

function dropped({ what, why, line }: BadPointer, file: string): TaskProblem {
  return {
    severity: 'warning',
    code: 'pointer-dropped',
    message: `What the model pointed to does not fit the document, so ${what} was dropped: ${why}.`,
    file,
    line,
    column: 1,
    hint: 'Check whether something is missing from the plan, or import again.',
  };
}
