import { leastOf } from '../../lib/index.ts';
import { readOutline, type Section } from '../outline/outline.ts';
import { SectionText, withoutBox } from '../outline/section_text.ts';
import { type Surveyed, survey } from '../outline/survey.ts';
import { type PhaseTask, phaseTaskOf } from '../tasks/phase_task.ts';
import type { PointedPhase } from './pointers.ts';

/**
 * Makes a task of the lines that the model pointed to. All its text is the document's own: the line of the title serves as a
 * heading, and the text around it is read as the text below one.
 */
export function pointedPhase(pointed: PointedPhase, lines: readonly string[]): PhaseTask {
  const { firstLine, lastLine, titleLine, title } = pointed;
  const heading = headingOf(lines[titleLine - 1] ?? '');
  const outline = readOutline(textOf(pointed, lines), { from: firstLine - 1 });
  const place = { text: heading.text, line: titleLine, column: heading.column };
  const root: Section = Object.assign(outline.root, { heading: place, line: titleLine, end: lastLine + 1 });
  const [unit] = survey(outline) as [Surveyed];
  const read = phaseTaskOf({ ...unit, section: root }, new SectionText(outline), () => false);
  const state = read.task.state === 'open' && heading.isDone ? 'done' : read.task.state;
  const whole = { ...read, task: { ...read.task, state } };
  return title === undefined || title.length >= heading.text.length
    ? whole
    : withTitle(whole, title, heading.text);
}

/** The line is longer than its quotation: the rest of it is kept. */
function withTitle(read: PhaseTask, title: string, line: string): PhaseTask {
  const { task } = read;
  if (task.title === title) return read;
  const isSaid = task.goal === undefined || task.goal.includes(line);
  const others = isSaid ? task.others : [{ name: 'As written', text: line }, ...task.others];
  return { ...read, task: { ...task, title, goal: task.goal ?? line, others } };
}

/** A line without the marks of a heading or an item. A number stays: others may refer to it. */
function headingOf(line: string): {
  readonly text: string;
  readonly column: number;
  readonly isDone: boolean;
} {
  const [marks = ''] = /^(?:\s|>)*(?:#{1,6}\s+|[-*+•]\s+|\d{1,9}[.)]\s+(?=\[[ xX]?\]\s))?/u.exec(line) ?? [];
  const bare = line.slice(marks.length).replace(/\s+#+\s*$/u, '');
  const { box, text } = withoutBox({ text: bare, line: 0, column: 0 });
  const isDone = box !== undefined && /[xX☑✓✔✅]/u.test(box);
  return { text: text.trim(), column: marks.length + 1, isDone };
}

/** The lines of a phase at their places in an otherwise empty document, without that of the title, and set to the margin. */
function textOf({ firstLine, lastLine, titleLine }: PointedPhase, lines: readonly string[]): string {
  const own = lines.slice(firstLine - 1, lastLine);
  own[titleLine - firstLine] = '';
  if (/^\s*(?:=+|-{2,})\s*$/u.test(own[titleLine - firstLine + 1] ?? '')) own[titleLine - firstLine + 1] = '';
  const depths = own.filter((line) => line.trim() !== '').map((line) => /^ */u.exec(line)?.[0].length ?? 0);
  const depth = depths.length === 0 ? 0 : leastOf(depths);
  return '\n'.repeat(firstLine - 1) + own.map((line) => line.slice(depth)).join('\n');
}
