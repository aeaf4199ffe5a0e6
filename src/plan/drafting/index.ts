export {
  askForDraft,
  composeDraft,
  type DraftOutcome,
  type DraftTask,
  type WholeDraft,
} from './ask_for_draft.ts';
export type { DraftBrief, KnownText, PlanGoal } from './brief.ts';
export type { DraftFacts, DraftProblem, DraftProblemCode, JudgedDraft } from './judge_draft.ts';
export { printDraft } from './print_draft.ts';
export { type DraftRequest, draftRequest } from './request.ts';
export {
  numberRanges,
  numbersIn as requirementNumbers,
  type Requirement,
  type RequirementLine,
  saysTooLittle,
  splitRequirement,
} from './requirement.ts';
export { nextLineNumber, requirementIn, requirementListIn } from './revision.ts';
export { skeletonPhases, titleFrom } from './skeleton.ts';
export type { RequestBlock } from './token_budget.ts';
