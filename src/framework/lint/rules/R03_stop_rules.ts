import { stopOf } from '../protocol_parts.ts';
import type { ComponentRule } from '../types.ts';

export const R03: ComponentRule = {
  id: 'R03',
  title: 'four stop rules: done, blocked, budget, user says stop',
  severity: 'error',
  applies: ['protocol'],
  reason: 'Work that can not end, can not go on or grows too large needs an ending that was written before.',
  bad: 'STOP\n  done: every rule has a status.\n  blocked: the standards are missing - stop.\n\nOUTPUT\n## Budget   the budget: so much',
  good: 'STOP\n  done: every rule has a status.\n  blocked: the standards are missing - stop.\n  budget: 40 findings.\n  user says stop: report what there is.\n\nOUTPUT\n## Verdict',
  check: ({ text }) => {
    const stop = stopOf(text);
    if (stop === undefined) return [{ at: 0, message: 'It has no line "STOP".' }];
    return RULES.filter(({ begins }) => !stop.rules.has(begins)).map(({ name }) => ({
      at: stop.offset,
      message: `Its stop rules lack "${name}:".`,
    }));
  },
};

const RULES = [
  { begins: 'done', name: 'done' },
  { begins: 'bloc', name: 'blocked' },
  { begins: 'budg', name: 'budget' },
  { begins: 'user', name: 'user says stop' },
];
