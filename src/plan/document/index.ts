export { draftOf, type PhaseDraft, type PlanDraft } from './draft.ts';
export { addDependency, applyEdits, type Edit } from './edits.ts';
export { type GateNeeds, gateNeeds } from './gate_needs.ts';
export { withoutCode } from './inline.ts';
export { type MachineNeeds, machineNeeds } from './machine_needs.ts';
export { printPlan } from './print_plan.ts';
export { type PhaseQuestion, phaseQuestion } from './question.ts';
export { readPlan } from './read_plan.ts';
export { foldedId, foldedTitle } from './references.ts';
