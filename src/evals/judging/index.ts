export {
  assessmentQuestion,
  type JudgedCase,
  needlessQuestions,
  obeyedInstructions,
} from './assessment.ts';
export { constancyOf, headingsIn } from './headings.ts';
export { type Share, shareWon } from './interval.ts';
export { type PairVerdict, verdictOf } from './pair_verdict.ts';
export { type Comparison, comparePair } from './preference.ts';
export { isQuoteOf } from './quotes.ts';
export { scorePoints, sumPoints } from './score.ts';
export { countWords } from './word_count.ts';
