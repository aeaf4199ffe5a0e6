import { fieldsOf } from '../fields.ts';
import type { ComponentRule } from '../types.ts';

export const C01: ComponentRule = {
  id: 'C01',
  title: 'a rule, its reason and its test',
  severity: 'error',
  applies: ['constraint'],
  reason:
    'A limit whose reason is not given is applied too literally, and one without a test is applied when it suits.',
  bad: 'RULE: A finding carries a quote.\nTEST:',
  good: 'RULE: A finding carries a quote.\nBECAUSE: Without one the owner can not check it.\nTEST: every row has quotation marks.',
  check: ({ text }) => {
    const written = fieldsOf(text).filter((field) => field.text.trim() !== '');
    return ['RULE', 'BECAUSE', 'TEST']
      .filter((name) => !written.some((field) => field.name === name))
      .map((name) => ({ at: 0, message: `It has no line "${name}:".` }));
  },
};
