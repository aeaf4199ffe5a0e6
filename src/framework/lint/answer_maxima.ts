/** The most words that a text gives to the whole answer. */
export type AnswerMaximum = { readonly words: number; readonly at: number; readonly text: string };

/**
 * The maxima that a text gives to the whole answer: `Under 500 words.` alone, or with a word for the answer before it. What
 * is said of a part of it (`a quotation has at most 20 words`, `under 250 words beside code`) is no such maximum.
 */
export function answerMaxima(text: string): AnswerMaximum[] {
  return [...text.matchAll(MAXIMUM)].map((match) => ({
    words: Number(match[1] ?? match[2]),
    at: match.index + match[0].length - match[0].trimStart().length,
    text: match[0].trim(),
  }));
}

const BOUND = '(?:under|at most|no more than|up to|within|max(?:imum)?(?: of)?)';
const MAXIMUM = new RegExp(
  `(?:(?<=^|[.;]\\s)${BOUND} (\\d{2,6}) words|\\bthe (?:whole )?(?:answer|reply|response|result|report|output)(?: has| is| takes| stays|:)? ${BOUND} (\\d{2,6}) words)(?=[.;\\n]|$)`,
  'gimu',
);
