import type { ComponentRule } from '../lint_rule.ts';
import { hitsOf } from '../matches.ts';
import { withoutExamples } from '../prose.ts';

export const A10: ComponentRule = {
  id: 'A10',
  title: 'no scripted result',
  severity: 'error',
  applies: ['persona', 'protocol', 'constraint'],
  reason: 'A success message with figures in it is repeated word for word, whatever was measured.',
  bad: 'When done, say: "Optimisation completed. Reduced load time by 43% across 12 modules."',
  good: 'When done, give the time measured before and after. Labels read "units 1-20 of 86"; the scale goes from "0%" to "100%".',
  check: ({ text }) =>
    hitsOf(withoutExamples(text), {
      pattern: /"[^"]{1,300}"|“[^“”]{1,300}”/gu,
      counts: (quoted) => /\d/u.test(quoted) && SUCCESS.test(quoted),
      message: (found) => `It scripts a result: ${found}.`,
    }),
};

/** A word that reports success; with a figure beside it, the message was written before the work. */
const SUCCESS =
  /\b(?:completed?|successfully|achieved|improved|reduced|increased|delivered|resolved|optimi[sz]ed|found|fixed|passed)\b/iu;
