import type { Section } from './outline.ts';
import { readUnitLabel } from './unit_label.ts';

/**
 * The levels that headings mean where a part and the numbers within it have the same: `### Phase 1` over `### 1-1. Schema` and
 * `### 1-2. Parser`.
 *
 * @returns the other level of each heading that has one, by its line; `undefined` where the levels are right
 */
export function numberedLevels(sections: readonly Section[]): ReadonlyMap<number, number> | undefined {
  const found = new Map<number, number>();
  let part: { readonly id: string; readonly level: number } | undefined;
  let parts = 0;
  for (const { heading, level, line } of sections) {
    if (part !== undefined && level < part.level) part = undefined;
    if (part !== undefined && level > part.level) continue;
    const { form, kind, id } = readUnitLabel(heading.text);
    if (form === 'word' && kind === 'phase' && id !== undefined) {
      part = { id, level };
      parts += 1;
    } else if (part !== undefined && isWithin(numberOf(heading.text), part.id))
      found.set(line, level + WITHIN);
    else part = undefined;
  }
  return parts > 1 && found.size >= LEAST ? found : undefined;
}

/** Deeper than a part, and still above the headings below it. */
const WITHIN = 0.5;

/** One number alone may mean something else. */
const LEAST = 2;

/** `1-2` of "1-2. Parser". */
function numberOf(heading: string): string | undefined {
  return /^\P{L}{0,4}?(?<number>\d{1,3}(?:[.-]\d{1,3}){1,3})(?![\p{L}\d])/u.exec(heading)?.groups?.number;
}

function isWithin(number: string | undefined, id: string): boolean {
  return number?.startsWith(id) === true && /^[.-]\d/u.test(number.slice(id.length));
}
