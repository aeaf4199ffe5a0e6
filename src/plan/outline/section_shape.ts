import { fieldKey } from '../document/field_names.ts';
import { sectionRole } from '../words/section_roles.ts';
import type { Outline, Section } from './outline.ts';

/** The names found below a heading: bold labels, the first cells of rows, and headings. */
export type Shape = ReadonlySet<string>;

/** Reads the shape of a section of an outline; sections below it are part of it. */
export function shapeIn(
  { lines }: Pick<Outline, 'lines'>,
  { line, end }: Pick<Section, 'line' | 'end'>,
): Shape {
  const labels = new Set<string>();
  let isCode = false;
  for (const text of lines.slice(line, end - 1)) {
    if (/^\s*(?:`{3}|~{3})/u.test(text)) isCode = !isCode;
    const label = isCode ? undefined : labelIn(text);
    if (label !== undefined) labels.add(label);
  }
  return labels;
}

function labelIn(text: string): string | undefined {
  const { bold, heading } = LABEL.exec(text.slice(0, LONGEST_LOOK))?.groups ?? {};
  const label = (bold ?? heading)
    ?.replace(/[*_`:：]|\p{Extended_Pictographic}|\uFE0F/gu, '')
    .trim()
    .toLowerCase();
  return label === undefined || label === '' || /^[\d\p{P}\s]*$/u.test(label) ? undefined : label;
}

/** "**Files**:", "- **Files:**", "| **Files** |", "#### Files". */
const LABEL =
  /^(?:\s{0,6}(?:[-*+]\s{1,4}|\|\s{0,4})?\*\*(?<bold>[^*|:：]{1,40}[:：]?)\*\*\s{0,4}(?:[:：(（|]|$|(?<=[:：]\*\*\s{0,4})))|^#{2,6}\s{1,4}(?<heading>[^#]{1,40})$/u;
const LONGEST_LOOK = 120;

/** The labels that more than half of the shapes have, and whether one of them says something that work has. */
export function sharedLabels(shapes: readonly Shape[]): {
  readonly labels: readonly string[];
  readonly tellsWork: boolean;
} {
  const counts = new Map<string, number>();
  for (const shape of shapes) for (const label of shape) counts.set(label, (counts.get(label) ?? 0) + 1);
  const labels = [...counts].flatMap(([label, count]) => (count * 2 > shapes.length ? [label] : []));
  return { labels, tellsWork: labels.some(isOfWork) };
}

function isOfWork(label: string): boolean {
  const role = sectionRole(label)?.role;
  return (
    fieldKey(label, { isMarked: true }) !== undefined ||
    role === 'work' ||
    role === 'check' ||
    role === 'files'
  );
}
