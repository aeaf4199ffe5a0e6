import type { ComponentRule } from '../lint_rule.ts';
import { hitsOf } from '../matches.ts';
import { proseOf } from '../prose.ts';

export const R05: ComponentRule = {
  id: 'R05',
  title: 'no role outside the persona',
  severity: 'error',
  applies: ['protocol', 'constraint'],
  reason: 'The role belongs to the persona; a second role competes with it.',
  bad: 'You are a careful auditor.\nPhase 1 - Read. Keep your role in mind.',
  good: 'Phase 1 - Read. Note the role of each file, and how sure you are of it.',
  check: ({ text }) =>
    hitsOf(proseOf(text), {
      pattern: /^[ \t]{0,8}You are\b|\byour role\b/gimu,
      message: (found) => `It contains "${found}", but the role belongs to the persona.`,
    }),
};
