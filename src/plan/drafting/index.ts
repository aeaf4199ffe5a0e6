export { askForDraft, composeDraft, type DraftOutcome, type DraftTask, type WholeDraft } from './ask.ts';
export type { DraftBrief, KnownText, PlanGoal } from './brief.ts';
export type { RequestBlock } from './budget.ts';
export { printDraft } from './document.ts';
export type { DraftGround, DraftProblem, DraftProblemCode, JudgedDraft } from './judge_draft.ts';
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
