export { compareArms, sumsOf } from './comparison.ts';
export { type Evaluation, evaluate } from './evaluate.ts';
export type { CheckLookup } from './examine.ts';
export { effectOf } from './part_effect.ts';
export { withoutTexts } from './summary.ts';
