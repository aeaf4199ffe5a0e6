/** Bounds on the number of words of the whole answer. */
export type AnswerBounds = {
  readonly least: number;
  readonly most: number;
  readonly at: number;
  readonly text: string;
};

/**
 * The bounds that a text sets for the whole answer: `Under 500 words.` alone, after a verb (`Keep it to 300 words.`), or after a
 * word for the answer. A bound on a part of it (`a quotation has at most 20 words`, `under 250 words beside code`) is ignored.
 */
export function answerBounds(text: string): AnswerBounds[] {
  return PATTERNS.flatMap(([pattern, boundsOf]) =>
    [...text.matchAll(pattern)]
      .filter((match) => !/\bit\b/iu.test(match[0]) || isOfAnswer(text, match.index))
      .map((match) => {
        const [first = 0, second = first] = match
          .slice(1)
          .filter((number) => number !== undefined)
          .map(Number);
        return {
          ...boundsOf(first, second),
          at: match.index + match[0].length - match[0].trimStart().length,
          text: match[0].trim(),
        };
      }),
  ).sort((a, b) => a.at - b.at);
}

/** Whether `it` at an offset is the answer: nothing else is named before it in its line, or the sentence before names the answer. */
function isOfAnswer(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 300), at);
  const [last = ''] = before
    .slice(before.lastIndexOf('\n') + 1)
    .replace(/^\s*(?:[-*•]|\d{1,2}[.)])\s+/u, '')
    .trim()
    .split(/(?<=[.!?;])\s+/u)
    .slice(-1);
  return last === '' || new RegExp(`\\b${ANSWER}\\b`, 'iu').test(last);
}

/** The tolerance of "about 500 words", as a share of the number. */
const ABOUT = 0.2;

const ANSWER = '(?:answer|reply|response|result|report|output)';
const THE_ANSWER = `(?:the|your) (?:whole |final )?${ANSWER}`;
const KEEP = `(?:keep|hold|limit|restrict|cut)(?: (?:it|${THE_ANSWER}))?(?: (?:short|brief)[:,])?`;

/** The beginning of a sentence, after a list marker too. */
const SENTENCE = '(?<=^|^[ \\t]{0,4}(?:[-*•]|\\d{1,2}[.)])[ \\t]|[.;]\\s)';
const SUBJECT = `(?:${SENTENCE}(?:(?:write|use|in|give|aim for|stay|${KEEP}(?: to)?) )?|\\b${THE_ANSWER}(?: has| is| takes| stays|:)? )`;

const NUMBER = '(\\d{2,6})';
const WORDS = 'words(?: in all| altogether| in total)?';
const ENDED = '(?=[.;\\n]|$|,? (?:because|so that)\\b)';

const upTo = (most: number) => ({ least: 0, most });

const PATTERNS: readonly (readonly [
  RegExp,
  (first: number, second: number) => Pick<AnswerBounds, 'least' | 'most'>,
])[] = [
  [
    boundPattern(
      '(?:under|below|at most|no(?:t)? more than|no(?:t)? longer than|up to|within|(?:a )?max(?:imum)?(?: of)?)',
    ),
    upTo,
  ],
  [pattern(`${SUBJECT}${NUMBER} ${WORDS} (?:at (?:the )?most|or (?:fewer|less))${ENDED}`), upTo],
  [
    pattern(
      `(?:${SENTENCE}(?:${KEEP} to|(?:never|do not|don['’]t) exceed)|\\b${THE_ANSWER} (?:must not|may not|should not|does not|never) exceeds?) ${NUMBER} ${WORDS}${ENDED}`,
    ),
    upTo,
  ],
  [
    boundPattern('(?:at least|no fewer than|no(?:t)? less than|more than|over|min(?:imum)?(?: of)?)'),
    (least) => ({ least, most: Number.POSITIVE_INFINITY }),
  ],
  [boundPattern('(?:exactly)'), (words) => ({ least: words, most: words })],
  [
    boundPattern('(?:about|around|roughly|some)'),
    (words) => ({ least: words * (1 - ABOUT), most: words * (1 + ABOUT) }),
  ],
  [
    boundPattern('(?:between|from)?', `${NUMBER} ?(?:-|–|to|and) ?${NUMBER}`),
    (least, most) => ({ least, most }),
  ],
];

function boundPattern(bound: string, number = NUMBER): RegExp {
  return pattern(`${SUBJECT}${bound} ?${number} ${WORDS}${ENDED}`);
}

function pattern(source: string): RegExp {
  return new RegExp(source, 'gimu');
}
