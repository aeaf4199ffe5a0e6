import type { ComponentRule } from '../lint_rule.ts';
import { hitsOf } from '../matches.ts';
import { proseOf } from '../prose.ts';

export const P04: ComponentRule = {
  id: 'P04',
  title: 'no steps, output headings, stop rules or limits in a persona',
  severity: 'error',
  applies: ['persona'],
  reason:
    'Steps, output and stop rules belong to the protocol, and limits to constraints, so that any persona works with any protocol.',
  bad: 'Your role is auditor.\n\nPhase 1 - Read.\nSTOP\n  done: all is read.\n## Output\nRULE: Be right.',
  good: 'Your role is auditor. In a later phase of a project the first step is often skipped; the output suffers.\nStop at nothing that is not done.',
  check: ({ text }) => {
    const prose = proseOf(text);
    return OWNED.flatMap(({ pattern, because }) =>
      hitsOf(prose, { pattern, message: (found) => `It contains "${found}", but ${because}.` }),
    );
  },
};

const OWNED = [
  { pattern: /\b(?:Phase|Step) \d/giu, because: 'steps belong to the protocol' },
  {
    pattern: /^(?:#{1,6} {0,4}Output\b[^\n]{0,40}|OUTPUT\b:?)/gimu,
    because: 'output headings belong to the protocol',
  },
  {
    pattern:
      /^[ \t]{0,8}(?:STOP\b:?|(?:done|blocked|budget|user says stop):|Stop (?:when|once|as soon as)\b)/gmu,
    because: 'stop rules belong to the protocol',
  },
  { pattern: /^(?:RULE|BECAUSE|TEST):/gmu, because: 'these fields belong to a constraint' },
];
