import { fieldsNamed, startOfText } from '../fields.ts';
import type { ComponentRule } from '../lint_rule.ts';
import { hitsOf } from '../matches.ts';
import { proseOf } from '../prose.ts';

export const C02: ComponentRule = {
  id: 'C02',
  title: 'no softener',
  severity: 'warning',
  applies: ['constraint'],
  reason:
    'A limit that lets the reader decide when it applies never applies; write an exception as a separate condition.',
  bad: 'RULE: Try to quote the material where possible, unless it makes sense to leave it out.\nBECAUSE: a.\nTEST: b.',
  good: 'RULE: A finding carries a quote; a finding on a missing part quotes the heading above it.\nBECAUSE: People try to believe what they consider likely, where possible.\nTEST: every row is considered.',
  check: ({ text }) => {
    const prose = proseOf(text);
    return fieldsNamed(prose, ['RULE', 'TEST', 'INSTEAD']).flatMap((field) =>
      hitsOf(field.text, {
        pattern: SOFTENER,
        message: (found) => `It softens its limit with "${found}".`,
      }).map((hit) => ({ ...hit, at: startOfText(prose, field) + hit.at })),
    );
  },
};

const SOFTENER =
  /\bunless (?:it )?(?:makes sense|necessary|appropriate)\b|\bwhere(?:ver)? (?:appropriate|possible|applicable|practical)\b|\b(?:if|when|whenever|as far as) possible\b|\btry to\b|\bas (?:needed|appropriate)\b|\bideally\b|\bconsider\b/giu;
