import type { ComponentRule } from '../lint_rule.ts';
import { hitsOf } from '../matches.ts';
import { proseOf } from '../prose.ts';
import { sentenceAt } from '../sentence.ts';

export const R06: ComponentRule = {
  id: 'R06',
  title: 'self-checks name what to check against',
  severity: 'warning',
  applies: ['protocol', 'constraint'],
  reason: 'A model that reviews its own answer without an outside reference gets no better and often worse.',
  bad: 'Phase 4 - Check. Double-check your work. Exit: it is checked.',
  good: 'Phase 4 - Check. Double-check each total against the counts table; make sure everything is correct by a quote from the source.',
  check: ({ text }) => {
    const prose = proseOf(text);
    return hitsOf(prose, {
      pattern: VAGUE,
      counts: (_, at) => !REFERENT.test(sentenceAt(prose, at)),
      message: (found) => `It says "${found}" and does not name what to check against.`,
    });
  },
};

const VAGUE =
  /\bdouble[- ]?check\b|\b(?:review|check|verify|re-?read) your (?:own )?(?:work|answers?|reply|output)\b|\bmake sure (?:that )?(?:it is|they are|everything is|all is) (?:correct|perfect|right|accurate|complete)\b/giu;
const REFERENT =
  /\b(?:against|locators?|quot(?:e|ed|es|ation|ations)|commands?|counts?|counted|sources?|tables?|tests?|rows?|lines?|numbers?|totals?)\b/iu;
