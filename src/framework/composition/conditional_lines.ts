import { renderFiles, useTemplates } from './render.ts';
import type { View } from './view.ts';

/** The subjects of conditional lines in the frame: places that are still open, or the kinds of block. */
export const CONDITIONAL_SUBJECTS = ['open', 'request', 'criteria', 'material'] as const;

/** One of {@link CONDITIONAL_SUBJECTS}. */
export type ConditionalSubject = (typeof CONDITIONAL_SUBJECTS)[number];

/**
 * The lines that the shipped frame has only if their subject is present, by subject; headings excluded. Without the subject they
 * would refer to nothing.
 */
export function conditionalLines(): Readonly<Record<ConditionalSubject, readonly string[]>> {
  const all = linesFor(EVERYTHING);
  const without = (name: ConditionalSubject) => new Set(linesFor({ ...EVERYTHING, [name]: [] }));
  const only = (name: ConditionalSubject): readonly string[] => {
    const rest = without(name);
    return all.filter((line) => !rest.has(line) && !line.startsWith('#') && !line.includes(MARK));
  };
  return {
    open: only('open'),
    request: only('request'),
    criteria: only('criteria'),
    material: only('material'),
  };
}

function linesFor(view: View): string[] {
  const rendered = renderFiles(useTemplates([]), view);
  return rendered.ok ? rendered.value.flatMap(({ text }) => text.split('\n')) : [];
}

/** A marker for every text that does not belong to the frame. */
const MARK = '\ue000';
const block = (name: string) => [{ open: MARK, text: `${MARK}${name}\n`, close: MARK }];

const EVERYTHING: View = {
  name: MARK,
  title: MARK,
  task: MARK,
  heading: MARK,
  description: MARK,
  done: MARK,
  persona: MARK,
  open: [{ name: MARK }],
  request: block('request'),
  settings: [{ name: MARK, text: MARK }],
  criteria: block('criteria'),
  material: block('material'),
  protocol: MARK,
  output: MARK,
  limits: [{ label: MARK, name: MARK, text: MARK }],
  start: MARK,
};
