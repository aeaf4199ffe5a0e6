import type { ComponentRule } from '../lint_rule.ts';
import { hitsOf } from '../matches.ts';
import { proseOf } from '../prose.ts';

export const P01: ComponentRule = {
  id: 'P01',
  title: 'no biography and no ritual',
  severity: 'error',
  applies: ['persona'],
  reason:
    'Years, fame, memories and thinking rituals make no answer better, and irrelevant detail makes it worse.',
  bad: 'Your role is auditor. You are world-class, with an IQ of 160 and 20+ years of experience.\nYou remember every audit; take a deep breath first.',
  good: 'Your role is auditor of work against rules. You prefer a plan for 20 years to one for 2 years, and remember what the owner said.',
  check: ({ text }) => {
    const prose = proseOf(text);
    return PATTERNS.flatMap((pattern) =>
      hitsOf(prose, {
        pattern,
        message: (found) => `It contains "${found}", but a persona is a policy, not a biography.`,
      }),
    );
  },
};

const PATTERNS = [
  /\b\d[\d,]{0,8} ?IQ\b|\bIQ (?:of )?(?:over )?\d/giu,
  /\b\d{1,3}\+ (?:years|decades)\b/giu,
  /\b(?:\d{1,3}|two|three|many|several|twenty|thirty) (?:years|decades)['’]?(?: of)?(?: [a-z-]{1,20}){0,2} (?:experience|expertise)\b/giu,
  /\bdecades of (?:[a-z-]{1,20} ){0,2}(?:experience|expertise)\b/giu,
  /\b(?:you have|you've) (?:spent )?(?:over |more than |nearly )?\d{1,3} years\b/giu,
  /\byou(?:'ve|’ve| have)? remember(?:ed)?\b/giu,
  /\byou(?:'ve|’ve| have) (?:seen|reviewed|built|led|written|shipped|fixed) (?:hundreds|thousands|dozens|countless|too many)\b/giu,
  /\b(?:world|award)[- ](?:class|winning|renowned)\b|\binternationally (?:renowned|acclaimed)\b/giu,
  /\bdeep breath\b|\bvirtual whiteboard\b|\bthink step by step\b/giu,
  /\b(?:spend|spent|take) \d{1,4} (?:hours|days)\b|\b\d{1,4} times slowly\b|\bre-?read (?:\w{1,20} ){0,4}\d{1,4} times\b/giu,
];
