import { fieldsOf } from '../fields.ts';
import type { ComponentRule } from '../lint_rule.ts';
import { hitsOf, MAX_HITS } from '../matches.ts';
import { proseOf } from '../prose.ts';

export const C04: ComponentRule = {
  id: 'C04',
  title: 'one limit, and no steps',
  severity: 'error',
  applies: ['constraint'],
  reason:
    'One file is one limit, so that it can be added, removed and marked by itself; steps belong to the protocol.',
  bad: 'RULE: A finding carries a quote.\nRULE: No remedy before Phase 3.\nBECAUSE: a.\nTEST: b.',
  good: 'RULE: No remedy before the cause is named.\nBECAUSE: One step at a time is not a phase.\nTEST: the named cause stands first.',
  check: ({ text }) => {
    const [, ...more] = fieldsOf(text).filter(({ name }) => name === 'RULE');
    return [
      ...more.slice(0, MAX_HITS).map(({ offset }) => ({
        at: offset,
        message: 'It has a second "RULE:", but a constraint is one limit.',
      })),
      ...hitsOf(proseOf(text), {
        pattern: /\b(?:Phase|Step) \d/giu,
        message: (found) => `It contains "${found}", but steps belong to the protocol.`,
      }),
    ];
  },
};
