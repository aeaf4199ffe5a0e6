import { linesOf } from '../lines.ts';
import type { ComponentRule, Hit } from '../types.ts';

export const P02: ComponentRule = {
  id: 'P02',
  title: 'three or more if-then rules and a ranked list',
  severity: 'warning',
  applies: ['persona'],
  reason:
    'Rules that a reader can apply to a case, and an order of priorities, are what a persona changes in an answer.',
  bad: 'Your role is auditor. You care about quality and detail.\n\n- If a rule is broken, say so.\n- When in doubt\n\n1. Being right.',
  good: 'You weigh, in this order:\n1. Each finding is right.\n2. Every rule was checked.\n\n- If no rule covers it, it is an observation.\n- If one breach repeats, write one finding and\n  list all locations.\n- When two rules disagree: report the disagreement.',
  check: ({ text }) => {
    const hits: Hit[] = [];
    const rules = rulesIn(text);
    if (rules < 3) {
      const found = rules === 0 ? 'no rule' : `only ${rules} of 3 rules`;
      hits.push({ at: 0, message: `It has ${found} of the form "If …, …".` });
    }
    if (!isRanked(text)) hits.push({ at: 0, message: 'It has no numbered list of priorities.' });
    return hits;
  },
};

/** Lines, with those that continue them, that begin with a condition and go on to a consequence. */
function rulesIn(text: string): number {
  const lines = linesOf(text);
  return lines.filter((line, index) => {
    if (!/^[ \t]{0,8}(?:(?:[-*•]|\d{1,3}[.)])[ \t]{1,8})?(?:\*\*)?(?:If|When)\b/u.test(line.text))
      return false;
    const next = lines[index + 1]?.text ?? '';
    const whole = /^[ \t]+[^\s\-*•]/u.test(next) ? `${line.text} ${next}` : line.text;
    return /(?:[,:;→]|->|\bthen\b)[ \t*]{0,8}\S/u.test(whole.slice(0, 1000));
  }).length;
}

function isRanked(text: string): boolean {
  const numbers = linesOf(text).map((line) => /^[ \t]{0,8}([12])[.)][ \t]/u.exec(line.text)?.[1]);
  return numbers.includes('1') && numbers.includes('2');
}
