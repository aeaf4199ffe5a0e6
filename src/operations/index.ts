export {
  type BatchState,
  type BatchView,
  batchStatus,
  eventLine,
  finalReport,
  heldLines,
  liveLines,
  type RunNews,
  readableStream,
  standingInWords,
  statusRows,
  summaryText,
  timeOfDay,
} from '../batch/index.ts';
export {
  type ArmComparison,
  answerText,
  type CaseResult,
  checksText,
  comparisonFigures,
  constancyText,
  DEFAULT_ARMS,
  type EvalResults,
  leftOutText,
  type PartEffect,
  partName,
  signed,
} from '../evals/index.ts';
export { type ArchiveEvent, archiveBatch } from './batches/archive_batch.ts';
export type { Decision } from './batches/batch_decisions.ts';
export {
  type BatchLog,
  type FoundLogs,
  findLogs,
  followLog,
  type LogRequest,
  logEnd,
  logPieces,
} from './batches/batch_logs.ts';
export { openBatch } from './batches/batch_lookup.ts';
export { type SeenBatch, viewBatch, watchBatch } from './batches/batch_view.ts';
export type { ChangeEvent, ChangeRequest } from './batches/change_batch.ts';
export { type GeneratedBatch, type PreparedBatch, prepareBatch } from './batches/generate_batch.ts';
export { type GenerateEvent, type GenerateRequest, generateNewBatch } from './batches/generate_new_batch.ts';
export type { ListedBatch, ShownBatch } from './batches/list_batches.ts';
export { type MergeEvent, type MergeRequest, mergeBatch } from './batches/merge_batch.ts';
export type { ArchivedBatch } from './batches/prepare_archive.ts';
export type { BatchMerge } from './batches/prepare_merge.ts';
export type { BatchPrune } from './batches/prepare_prune.ts';
export type { PreparedRun } from './batches/prepare_run.ts';
export type { BatchUndo } from './batches/prepare_undo.ts';
export { type PruneEvent, pruneBatch } from './batches/prune_batch.ts';
export { type RetryEvent, type RetryRequest, retryBatch } from './batches/retry_batch.ts';
export type { RetriedPhases } from './batches/retry_phases.ts';
export type { RunOptions } from './batches/run_options.ts';
export { type RunEvent, runWholeBatch } from './batches/run_whole_batch.ts';
export { shownCommand } from './batches/shown_command.ts';
export { type StopEvent, type StoppedBatch, stopBatch } from './batches/stop_batch.ts';
export {
  type BatchListEvent,
  type BatchShowEvent,
  type DecisionsEvent,
  tellBatch,
  tellBatches,
  tellDecisions,
} from './batches/tell_batches.ts';
export { type UndoEvent, type UndoRequest, undoBatch } from './batches/undo_batch.ts';
export { type PhaseWork, workOnPhase } from './batches/work_on_phase.ts';
export type { Carried } from './components/carry_out_promotion.ts';
export type { Clash } from './components/component_clashes.ts';
export { unknownKind } from './components/component_kind.ts';
export type { ComponentReport, ShownComponent } from './components/component_report.ts';
export { isComponentKind, listComponents, searchComponents, showComponent } from './components/components.ts';
export {
  type NewComponentEvent,
  type NewComponentRequest,
  newComponent,
} from './components/new_component.ts';
export type { ComponentScaffold } from './components/plan_component.ts';
export type { PromotedEdits } from './components/plan_promoted_edits.ts';
export type { Promotion } from './components/plan_promotion.ts';
export { promoteComponent } from './components/promote_component.ts';
export { promoteEdits } from './components/promote_edits.ts';
export type { PromoteEvent, PromoteRequest } from './components/promote_request.ts';
export type { PromotedStatus } from './components/promote_status.ts';
export { type LintEvent, reportLint } from './components/report_lint.ts';
export type { OperationContext } from './context.ts';
export type { GenerationEvent, GenerationRequest } from './create/generation.ts';
export { missingRemedy, notFound, similarTo, type Unmet } from './create/missing_component.ts';
export type { NewEvent } from './create/new_event.ts';
export { newFramework } from './create/new_framework.ts';
export type { NewRequest } from './create/new_request.ts';
export type {
  FrameworkRequest,
  IncompleteFramework,
  PreparedFramework,
} from './create/prepare_framework.ts';
export type { Proposal, Proposed } from './create/proposal.ts';
export type { OnConflict, WrittenFramework } from './create/write_framework.ts';
export {
  type DocumentName,
  type DocumentOf,
  failedDocument,
  makeDocument,
  type VerbFailure,
  type VerbResult,
  type WholeDocument,
  wholeProblem,
} from './document.ts';
export { editFile, editText } from './edit_text.ts';
export type { AblationWish } from './evals/ablations.ts';
export { type CaseChecks, findChecks, runChecks } from './evals/case_checks.ts';
export { type ConcludedEval, concludeEval } from './evals/conclude_eval.ts';
export { type EvalPreview, previewEval } from './evals/dry_run.ts';
export { evalVoices } from './evals/eval_models.ts';
export { type ExportedEval, exportEval } from './evals/export_eval.ts';
export { type ImportedEval, importEval } from './evals/import_eval.ts';
export { type NewCase, newCase } from './evals/new_case.ts';
export { type EvalRequest, type PreparedEval, prepareEval } from './evals/prepare_eval.ts';
export { type CarriedOutEval, runEval } from './evals/run_eval.ts';
export { type Chat, openChat } from './filling/chat.ts';
export { type EarlierRun, readEarlierRun } from './filling/earlier_runs.ts';
export { type FillEvent, type FillRequest, fill } from './filling/fill.ts';
export { type FilledPrompt, messagesOf, type Part, type TokenShares } from './filling/fill_framework.ts';
export {
  type FillingRequest,
  type GatherEvent,
  type GatheredPrompt,
  gatherPrompt,
} from './filling/gather_prompt.ts';
export { type GivenValues, readInputValues, readSecretInput } from './filling/input_values.ts';
export { outputHeadings } from './filling/output_headings.ts';
export { saveAnswer } from './filling/save_answer.ts';
export { standardInputClash, takesStandardInput } from './filling/standard_input.ts';
export { type ModelRequest, openFlaggedModel } from './flagged_model.ts';
export type { Adoption } from './frameworks/adopt_framework.ts';
export { type AppliedUpdate, applyUpdate } from './frameworks/apply_update.ts';
export { type ExplainedFile, explainFile } from './frameworks/explain_file.ts';
export { type ExplainedRange, type ExplainedSource, sourceText } from './frameworks/explained_ranges.ts';
export {
  type FrameworkStatus,
  type LastRun,
  type ListedFramework,
  listFrameworks,
} from './frameworks/list_frameworks.ts';
export { type FrameworkPlace, type FrameworkRoot, locateFramework } from './frameworks/locate_framework.ts';
export {
  type FileState,
  type FrameworkFile,
  type OpenFramework,
  openFramework,
  readFramework,
  type StoredFile,
  type StoredFramework,
} from './frameworks/open_framework.ts';
export {
  type FileUpdate,
  LEAVE_NOTHING,
  type PlannedUpdate,
  planUpdate,
  type UpdateLeave,
} from './frameworks/plan_update.ts';
export type { FileDiff } from './frameworks/update_diff.ts';
export { type UpdateEvent, updateFrameworks } from './frameworks/update_frameworks.ts';
export type { UpdateOptions } from './frameworks/update_options.ts';
export type { UpdateReport } from './frameworks/update_report.ts';
export { type AnswerChanges, NO_CHANGES } from './frameworks/update_request.ts';
export { emptyDocuments } from './generated/empty_documents.js';
export type { CheckedComposition, WordShare } from './goals/check_goals.ts';
export { type GoalReport, listGoals, showGoal } from './goals/goals.ts';
export { type NewGoalEvent, type NewGoalRequest, newGoal } from './goals/new_goal.ts';
export type { PlannedGoal } from './goals/plan_goal.ts';
export { type GoalsCheckEvent, reportGoals } from './goals/report_goals.ts';
export type { ChangedLine, SnapshotChange } from './goals/snapshot_diff.ts';
export { type GoalTest, type SnapshotReport, testGoals } from './goals/test_goals.ts';
export { type LearnRequest, learn } from './memory/learn.ts';
export {
  checkMemory,
  forget,
  listMemory,
  type MemoryEvent,
  searchMemory,
  showFact,
  type ToldFact,
} from './memory/tell_memory.ts';
export { type OpenModel, siblingModel } from './model.ts';
export { type CheckPlanEvent, type CheckPlanRequest, checkPlan } from './plans/check_plan.ts';
export type { CheckedPlanFile, PlanFixes } from './plans/check_plan_file.ts';
export { type DraftEvent, type DraftRequest, draftInputs, draftNewPlan } from './plans/draft_new_plan.ts';
export type { DraftedPlan, PreparedDraft, Shortfall } from './plans/draft_plan.ts';
export { importNewPlan } from './plans/import_new_plan.ts';
export type { ImportedPlan } from './plans/import_plan.ts';
export type { ImportEvent, ImportRequest } from './plans/import_request.ts';
export type { NormalisedPlan } from './plans/normalise_document.ts';
export { type NormaliseEvent, normalisePlan } from './plans/normalise_plan.ts';
export { type PlanReport, planPart } from './plans/plan_report.ts';
export type { ReadingOptions } from './plans/plan_source.ts';
export { readAsking } from './plans/read_asking.ts';
export type { PlanSimulation } from './plans/schedule_plan.ts';
export { PLAN_FORMS, type PlanForm, reportPlan, saveDrawing, showPlan } from './plans/show_plan.ts';
export { type SimulateEvent, simulatePlan } from './plans/simulate_plan.ts';
export {
  type Answer,
  type Choice,
  type ChoiceQuestion,
  type ConfirmQuestion,
  neverAsks,
  type Port,
  type TextQuestion,
  type WaitEvent,
} from './port.ts';
export { COMPLETED_SHELLS, completionScript } from './project/completion_script.ts';
export { type CompletionWords, completionWords } from './project/completion_words.ts';
export { copyExample, EXAMPLE_COMMANDS } from './project/copy_example.ts';
export { examine, type Finding } from './project/doctor.ts';
export { type InitReport, initProject } from './project/init_project.ts';
export {
  changeSetting,
  configuredKeys,
  getSetting,
  isSecretSetting,
  isSwitchedOn,
  listSettings,
  settingsPath,
} from './project/settings.ts';
export { type OpenTape, openTape } from './tape/open_tape.ts';
export { openWorkspace, type Workspace, type WorkspaceOptions } from './workspace.ts';
