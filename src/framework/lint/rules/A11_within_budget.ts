import { wordsOfPair } from '../budget.ts';
import { FRAME_BUDGET, PAIR_BUDGET, WORD_BUDGETS } from '../budgets.ts';
import { linesOf } from '../lines.ts';
import type { ComponentRule, Composition, CompositionHit } from '../lint_rule.ts';
import { messageExcerpt } from '../matches.ts';
import { hitInPart, isInPlaceholder } from '../spans.ts';
import { countWords } from '../words.ts';

export const A11: ComponentRule = {
  id: 'A11',
  title: 'within the budget of words, orders and capitals',
  severity: 'warning',
  applies: ['constraint', 'persona', 'protocol'],
  reason: 'Each additional word makes every other word count for less.',
  bad: `A finding carries a quote. ${'So it goes. '.repeat(40)}`,
  good: 'A finding carries a quote, so that the owner can check it.',
  check: ({ kind, text }) => {
    const words = countWords(text);
    const most = WORD_BUDGETS[kind];
    return words > most ? [{ at: 0, message: `It has ${words} words; a ${kind} has at most ${most}.` }] : [];
  },
  checkComposition: (composition) => [
    ...overBudget(composition),
    ...partsOverBudget(composition),
    ...tooManyOrders(composition),
    ...shouting(composition),
    ...repeatedLines(composition),
  ],
};

function overBudget(composition: Composition): CompositionHit[] {
  const { words, frame } = wordsOfPair(composition);
  const file = composition.files[0]?.file ?? '';
  return [
    ...(words > PAIR_BUDGET
      ? [
          {
            file,
            at: 0,
            message: `The two files have ${words} words; without the user's text they have at most ${PAIR_BUDGET}.`,
          },
        ]
      : []),
    ...(frame > FRAME_BUDGET
      ? [{ file, at: 0, message: `The frame has ${frame} words; it has at most ${FRAME_BUDGET}.` }]
      : []),
  ];
}

function partsOverBudget(composition: Composition): CompositionHit[] {
  return wordsOfPair(composition).parts.flatMap(({ part, words }) => {
    const most = WORD_BUDGETS[part.kind];
    const message = `It has ${words} words; a ${part.kind} has at most ${most}.`;
    return words > most ? [hitInPart(composition, part, 0, message)] : [];
  });
}

const MAX_ORDERS = 60;
const ORDER =
  /^(?:[-*•]|\d{1,3}[.)]|Phase \d{1,3} - [^.\n]{1,60}\.)?[ \t]{0,8}(?:Add|Ask|Be|Check|Choose|Collect|Count|Create|Define|Describe|Do|Draft|Draw|Ensure|Explain|Find|Fix|Follow|Format|Generate|Give|Identify|Include|Keep|List|Make|Mark|Name|Never|Note|Number|Offer|Order|Output|Prefer|Present|Provide|Put|Quote|Rank|Read|Remove|Repeat|Report|Return|Review|Rewrite|Say|Set|Show|State|Stop|Summari[sz]e|Take|Test|Treat|Turn|Use|Verify|Wait|Write)\b/u;

function tooManyOrders({ files }: Composition): CompositionHit[] {
  const orders = files.flatMap(({ file, text }) =>
    linesOf(text)
      .filter((line) => ORDER.test(line.text.trimStart().slice(0, 120)))
      .map(({ offset }) => ({ file, at: offset })),
  );
  const first = orders[MAX_ORDERS];
  const message = `${orders.length} lines give orders; at most ${MAX_ORDERS} can be followed together.`;
  return first ? [{ ...first, message }] : [];
}

const MAX_SHOUTS = 5;

function shouting({ files }: Composition): CompositionHit[] {
  const shouts = files.flatMap(({ file, text }) =>
    [...text.matchAll(/\b(?:MUST|NEVER|ALWAYS)\b/gu)].map((match) => ({ file, at: match.index })),
  );
  const first = shouts[MAX_SHOUTS];
  const message = `MUST, NEVER and ALWAYS appear ${shouts.length} times in capitals; more than ${MAX_SHOUTS} emphasise nothing.`;
  return first ? [{ ...first, message }] : [];
}

/** Lines of some length that repeat an earlier one. */
function repeatedLines(composition: Composition): CompositionHit[] {
  const seen = new Set<string>();
  return composition.files.flatMap(({ file, text }) => {
    const isMissing = isInPlaceholder(composition, file);
    return linesOf(text).flatMap((line) => {
      const said = line.text.trim();
      if (countWords(said) < 5 || said.startsWith('<<FILL') || isMissing(line.offset)) return [];
      if (!seen.has(said)) {
        seen.add(said);
        return [];
      }
      return [{ file, at: line.offset, message: `This line is a repetition: "${messageExcerpt(said)}".` }];
    });
  });
}
