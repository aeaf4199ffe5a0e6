import { printable } from '../../lib/index.ts';
import type { TextLine } from '../document/blocks.ts';
import { fieldStarts } from '../document/field_start.ts';
import type { Section } from '../outline/outline.ts';
import type { TaskField } from './importer.ts';

/**
 * The goals below the headings around a part, the nearest first: what a milestone is for holds for each of its phases.
 *
 * @param title - the section of the document's title, whose goal is context of the whole
 */
export function groupGoals({ parent }: Section, title: Section | undefined): TaskField[] {
  const found: TaskField[] = [];
  for (let above = parent; above !== undefined && above.level > 0; above = above.parent) {
    if (above === title) continue;
    const goal = goalIn(above);
    if (goal === undefined) continue;
    const text = `${above.heading.text}: ${goal.map((line) => line.text).join(' ')}`;
    found.push({ name: 'Part Of', text: printable(text), lines: goal.map(({ line }) => line) });
  }
  return found;
}

/** The text of the field "Goal" between a heading and the next one. */
function goalIn({ blocks }: Section): readonly TextLine[] | undefined {
  for (const block of blocks) {
    if (block.kind !== 'text' || block.isItem) continue;
    const starts = block.lines.map((line) => fieldStarts(line)[0]);
    const at = starts.findIndex((start) => start?.key === 'goal');
    const rest = starts[at]?.rest;
    if (rest === undefined) continue;
    const next = starts.findIndex((start, index) => index > at && start?.isBold === true);
    const more = block.lines.slice(at + 1, next < 0 ? undefined : next);
    return [rest, ...more];
  }
  return undefined;
}
