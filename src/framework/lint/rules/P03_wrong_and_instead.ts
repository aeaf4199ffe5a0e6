import { itemsOf } from '../lines.ts';
import type { ComponentRule } from '../types.ts';

export const P03: ComponentRule = {
  id: 'P03',
  title: 'three or more ways to go wrong, each with what to do instead',
  severity: 'warning',
  applies: ['persona'],
  reason: 'A failure that is named together with its remedy is avoided; one that is only forbidden is not.',
  bad: 'You know how audits go wrong:\n- Taste dressed as a rule.\n- Tiring early.\n- "Looks good": say what you checked.',
  good: 'You know how audits go wrong, and what to do instead:\n- Taste dressed as a rule: drop it.\n- Tiring early: one row for every rule.\n- "Looks good" → say what you checked.',
  check: ({ text }) => {
    const heading = HEADING.exec(text);
    const items = itemsOf(heading ? text.slice(heading.index) : '');
    const pairs = items.filter((item) => PAIR.test(item.text.slice(0, 1000))).length;
    if (pairs >= 3) return [];
    const message =
      heading === null
        ? 'It has no list of ways to go wrong, each with what to do instead.'
        : `Its list of ways to go wrong has ${pairs} of 3 pairs of a failure and what to do instead.`;
    return [{ at: heading ? heading.index + heading[0].search(/\S/u) : 0, message }];
  },
};

/** A line that opens the list: it speaks of going wrong, and ends in a colon or is a heading. */
const HEADING =
  /^(?=[^\n]{0,120}\b(?:wrong|fails?|failures?|mistakes?|pitfalls?|traps?|instead)\b)(?:#[^\n]{0,120}|[^\n]{0,120}:[ \t]{0,8}\r?)$/imu;
const PAIR = /[:→]\s{0,4}\S|->\s{0,4}\S|\binstead\b/u;
