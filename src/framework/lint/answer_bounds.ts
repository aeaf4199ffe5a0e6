/** Bounds on the number of words of the whole answer. */
export type AnswerBounds = {
  readonly least: number;
  readonly most: number;
  readonly at: number;
  readonly text: string;
};

/**
 * The bounds that a text sets for the whole answer: `Under 500 words.` alone, or after a word for the answer. A bound on a part
 * of it (`a quotation has at most 20 words`, `under 250 words beside code`) is ignored.
 */
export function answerBounds(text: string): AnswerBounds[] {
  return PATTERNS.flatMap(([pattern, boundsOf]) =>
    [...text.matchAll(pattern)].map((match) => {
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

/** The tolerance of "about 500 words", as a share of the number. */
const ABOUT = 0.4;

const PATTERNS: readonly (readonly [
  RegExp,
  (first: number, second: number) => { readonly least: number; readonly most: number },
])[] = [
  [
    boundPattern('(?:under|at most|no more than|up to|within|max(?:imum)?(?: of)?)'),
    (most) => ({ least: 0, most }),
  ],
  [
    boundPattern('(?:at least|no fewer than|no less than|more than|over|min(?:imum)?(?: of)?)'),
    (least) => ({ least, most: Number.POSITIVE_INFINITY }),
  ],
  [boundPattern('(?:exactly)'), (words) => ({ least: words, most: words })],
  [
    boundPattern('(?:about|around|roughly|some)'),
    (words) => ({ least: words * (1 - ABOUT), most: words * (1 + ABOUT) }),
  ],
  [
    boundPattern('(?:between|from)?', '(\\d{2,6}) ?(?:-|–|to|and) ?(\\d{2,6})'),
    (least, most) => ({ least, most }),
  ],
];

function boundPattern(bound: string, number = '(\\d{2,6})'): RegExp {
  const words = `${bound} ?${number} words(?: in all| altogether| in total)?`;
  const answer =
    '\\bthe (?:whole )?(?:answer|reply|response|result|report|output)(?: has| is| takes| stays|:)?';
  return new RegExp(
    `(?:(?<=^|[.;]\\s)(?:write |use |in |give )?${words}|${answer} ${words})(?=[.;\\n]|$)`,
    'gimu',
  );
}
