export type { BatchSource, LearnedFact, PhasePlugin, Workflow } from './batch_source.ts';
export { matchWorkflow, type PhaseWords, type WorkflowMatch } from './match_workflow.ts';
export { PROMPT_NAMES, type PromptView } from './prompt_view.ts';
export { renderBatch } from './render_batch.ts';
