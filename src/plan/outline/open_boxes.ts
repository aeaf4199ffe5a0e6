import type { Section } from './outline.ts';
import { boxOf } from './survey.ts';
import { readUnitLabel } from './unit_label.ts';

/** The open tick boxes of a section and all below it. */
export type OpenBoxes = {
  /** The number of boxes below no heading that says that it is done. */
  readonly counting: number;
  /** Headings that say that they are done, over open boxes. */
  readonly contradicted: readonly { readonly section: Section; readonly count: number }[];
};

/**
 * Counts a section's open tick boxes; those below headings that say "done" are counted apart. Its own heading is not looked at.
 */
export function openBoxesOf(section: Section): OpenBoxes {
  let counting = ownBoxes(section);
  const contradicted: { section: Section; count: number }[] = [];
  for (const below of section.sections) {
    const inner = openBoxesOf(below);
    for (const each of inner.contradicted) contradicted.push(each);
    if (readUnitLabel(below.heading.text).state !== 'done') counting += inner.counting;
    else if (inner.counting > 0) contradicted.push({ section: below, count: inner.counting });
  }
  return { counting, contradicted };
}

function ownBoxes(section: Section): number {
  return boxesOf(section).filter((box) => !TICK.test(box)).length;
}

/** The marks in the tick boxes right below a heading. */
function boxesOf({ blocks }: Section): string[] {
  return blocks.flatMap((block) => {
    const [first] = block.kind === 'text' ? block.lines : [];
    return (first === undefined ? undefined : boxOf(first)) ?? [];
  });
}

const TICK = /[xX☑✓✔✅]/u;

/**
 * Whether somebody keeps the boxes of a section: below one heading, some are ticked and some are not. Where all are open, they may
 * have been forgotten.
 */
export function areBoxesKept(section: Section): boolean {
  const boxes = boxesOf(section);
  const ticked = boxes.filter((box) => TICK.test(box)).length;
  if (ticked > 0 && ticked < boxes.length) return true;
  return section.sections.some(
    (below) => readUnitLabel(below.heading.text).state !== 'done' && areBoxesKept(below),
  );
}
