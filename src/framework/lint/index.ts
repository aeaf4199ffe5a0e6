export { type PairWords, wordsOfPair } from './budget.ts';
export { PAIR_BUDGET } from './budgets.ts';
export { largestCases } from './cases.ts';
export { missingInputs, unusedInputs } from './inputs.ts';
export { lintComponent, lintComposition, rulesFor } from './lint.ts';
export type { Composition, LintCode, Part, Rule, RuleId, Subject } from './lint_rule.ts';
export { outputHeadingsIn } from './protocol_parts.ts';
export { needOfPerson } from './stops.ts';
export { countWords } from './words.ts';
