export { sameAnswer, withAnswer } from './answer_text.ts';
export { type Arrangement, arrange } from './arrangement.ts';
export { decisiveLine, OUTPUT_FOLLOWS, OWN_ERROR } from './decisive_line.ts';
export { evidenceExcerpt } from './evidence_excerpt.ts';
export { withEvidence, withoutEvidence } from './evidence_text.ts';
export { LOCAL, type PlaceLimits, slotsInAll } from './free_slots.ts';
export { gateInWords } from './gate_in_words.ts';
export { issuesShown, rungThatHelped } from './known_issues.ts';
export { costsNoTry, type LadderOptions, nextRung, type Rung } from './ladder.ts';
export {
  type NextActions,
  nextActions,
  type SchedulingAction,
  type SchedulingLimits,
} from './next_actions.ts';
export { causeInWords, reasonInWords } from './reason_in_words.ts';
