import { fieldsNamed, fieldsOf, startOfText } from '../fields.ts';
import { proseOf } from '../prose.ts';
import type { ComponentRule } from '../types.ts';

export const C03: ComponentRule = {
  id: 'C03',
  title: 'a ban says what to do instead',
  severity: 'warning',
  applies: ['constraint'],
  reason: 'A ban without a way out is broken at the first case that needs one.',
  bad: 'RULE: Do not rewrite the artifact.\nBECAUSE: The owner edits.\nTEST: nothing is rewritten.',
  good: 'RULE: Do not rewrite the artifact.\nBECAUSE: The owner edits.\nTEST: nothing is rewritten.\nINSTEAD: describe the change in one sentence.',
  check: ({ text }) => {
    const hasInstead = fieldsOf(text).some(({ name, text }) => name === 'INSTEAD' && text.trim() !== '');
    if (hasInstead || /\binstead\b/u.test(text)) return [];
    const prose = proseOf(text);
    return fieldsNamed(prose, ['RULE']).flatMap((field) => {
      const ban = BAN.exec(field.text);
      if (ban === null) return [];
      const at = startOfText(prose, field) + ban.index + ban[0].search(/\S/u);
      return [{ at, message: 'It forbids, but has no line "INSTEAD:" for what to do at the edge.' }];
    });
  },
};

const BAN = /\b(?:do not|don['’]t|must not|never|avoid)\b|^\s{0,8}No\b/iu;
