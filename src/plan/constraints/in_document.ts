import { applyEdits } from '../document/index.ts';
import { joinConstraints, listConstraints, mergeConstraints } from './merge_constraints.ts';
import {
  CONSTRAINT_KEYS,
  type GivenConstraint,
  NO_CONSTRAINTS,
  type PlanConstraints,
} from './plan_constraints.ts';
import { readFlag } from './read_constraints.ts';

const HEADING = '## Constraints';

/** The constraints that a plan's document keeps. Other lines there are somebody's remarks. */
export function constraintsIn(source: string): PlanConstraints {
  const { items } = sectionIn(source);
  const given = items.flatMap(({ text }) => constraintOf(text) ?? []);
  return given.length === 0 ? NO_CONSTRAINTS : mergeConstraints(given);
}

/** The line of the heading and the lines on which {@link constraintsIn} reads a constraint; empty if there are none. */
export function constraintLines(source: string): readonly number[] {
  const { items, heading } = sectionIn(source);
  const lines = items.flatMap(({ line, text }) => (constraintOf(text) === undefined ? [] : [line]));
  return lines.length === 0 ? [] : [heading, ...lines];
}

function constraintOf(item: string): GivenConstraint | undefined {
  const [, name = '', value = ''] = /^[-*+]\s+([a-z-]+):\s*(.*)$/u.exec(item) ?? [];
  const key = CONSTRAINT_KEYS.find((known) => known === name);
  const read = key === undefined ? undefined : readFlag(key, value);
  return read !== undefined && 'key' in read ? read : undefined;
}

/** A plan's document with these constraints besides those that it has; without any, as it is. */
export function withConstraints(source: string, constraints: PlanConstraints): string {
  const known = constraintsIn(source);
  const all = listConstraints(joinConstraints(known, constraints));
  const listed = new Set(listConstraints(known).map(({ key, value }) => `${key} ${value}`));
  const fresh = all.filter(({ key, value }) => !listed.has(`${key} ${value}`));
  if (fresh.length === 0) return source;
  const lines = fresh.map(({ key, value }) => `- ${key}: ${value}`);
  const { items, below } = sectionIn(source);
  const last = items.at(-1);
  if (last !== undefined) return applyEdits(source, [{ line: last.line + 1, remove: 0, lines }]);
  return applyEdits(source, [{ line: below, remove: 0, lines: [HEADING, '', ...lines, ''] }]);
}

/** The items of the section, the line of its heading, and the line before which a new section would go if there is none. */
function sectionIn(source: string): {
  readonly items: readonly { readonly line: number; readonly text: string }[];
  readonly heading: number;
  readonly below: number;
} {
  const lines = source.replace(/^\uFEFF/u, '').split(/\r\n|\r|\n/u);
  const start = lines.findIndex((line) => line.trimEnd() === HEADING);
  if (start < 0) {
    const first = lines.findIndex((line) => /^#{2,6}\s/u.test(line));
    return { items: [], heading: 0, below: first < 0 ? lines.length + 1 : first + 1 };
  }
  const next = lines.findIndex((line, place) => place > start && /^#{1,6}\s/u.test(line));
  const end = next < 0 ? lines.length : next;
  const items = lines
    .slice(start + 1, end)
    .flatMap((text, place) => (/^[-*+]\s/u.test(text) ? [{ line: start + 2 + place, text }] : []));
  return { items, heading: start + 1, below: end + 1 };
}
