import type { ComponentRule } from '../lint_rule.ts';
import { hitsOf } from '../matches.ts';
import { proseOf } from '../prose.ts';
import { sentenceAt } from '../sentence.ts';

export const A09: ComponentRule = {
  id: 'A09',
  title: 'no fixed quota of findings',
  severity: 'warning',
  applies: ['persona', 'protocol', 'constraint'],
  reason: 'A reader who must find ten faults where there are three invents seven.',
  bad: 'Report at least 10 issues with the artifact.',
  good: 'Report at least 10 issues, fewer if fewer exist. Each finding has at least one locator, and at least two readers agree.',
  check: ({ text }) => {
    const prose = proseOf(text);
    return hitsOf(prose, {
      pattern: QUOTA,
      counts: (_, at) => !/\bfewer (?:if|when|where)\b/iu.test(sentenceAt(prose, at)),
      message: (found) => `It demands "${found}" and does not say "fewer if fewer exist".`,
    });
  },
};

const QUOTA =
  /\b(?:at least|a minimum of|no fewer than|exactly) (?:\d{1,4}|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|fifty)(?: [a-z-]{1,20}){0,2} (?:issues|ideas|insights|findings|problems|bugs|risks|defects|errors|flaws|weaknesses|suggestions|improvements|recommendations|opportunities|hypotheses)\b/giu;
