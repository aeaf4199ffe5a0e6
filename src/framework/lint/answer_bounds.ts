/** A bound that a text gives to the words of the whole answer. */
export type AnswerBound = { readonly words: number; readonly at: number; readonly text: string };

/**
 * The maxima that a text gives to the whole answer: `Under 500 words.` alone, or with a word for the answer before it. What
 * is said of a part of it (`a quotation has at most 20 words`, `under 250 words beside code`) is no such maximum.
 */
export function answerMaxima(text: string): AnswerBound[] {
  return boundsIn(text, MAXIMUM);
}

/** The minima that a text gives to the whole answer, told apart from those of its parts in the same way. */
export function answerMinima(text: string): AnswerBound[] {
  return boundsIn(text, MINIMUM);
}

function boundsIn(text: string, pattern: RegExp): AnswerBound[] {
  return [...text.matchAll(pattern)].map((match) => ({
    words: Number(match[1] ?? match[2]),
    at: match.index + match[0].length - match[0].trimStart().length,
    text: match[0].trim(),
  }));
}

const MAXIMUM = boundPattern('(?:under|at most|no more than|up to|within|max(?:imum)?(?: of)?)');
const MINIMUM = boundPattern('(?:at least|no fewer than|no less than|more than|over|min(?:imum)?(?: of)?)');

function boundPattern(bound: string): RegExp {
  return new RegExp(
    `(?:(?<=^|[.;]\\s)${bound} (\\d{2,6}) words|\\bthe (?:whole )?(?:answer|reply|response|result|report|output)(?: has| is| takes| stays|:)? ${bound} (\\d{2,6}) words)(?=[.;\\n]|$)`,
    'gimu',
  );
}
