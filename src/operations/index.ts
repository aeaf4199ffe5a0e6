export type { ResultsDocument, StatsDocument } from '../batch/index.ts';
export {
  type ActivePhase,
  type AttemptFacts,
  type AttemptNow,
  activePhases,
  BANDS,
  type Band,
  type BatchEvent,
  type BatchManifest,
  type BatchState,
  type BatchUse,
  type BatchView,
  type ClosingReport,
  checkInWords,
  closingReport,
  countsInWords,
  type DonePhase,
  decisiveLine,
  elapsedMs,
  estimateLeft,
  type FailedPhase,
  type Finding as ReviewFinding,
  type HeldAccount,
  heldAccounts,
  isFlaky,
  isJournalFault,
  type NextStep,
  networkWords,
  type PhaseNow,
  phaseNow,
  provesLittle,
  questionsInWords,
  type Review,
  type ReviewedPhase,
  type RunNews,
  reasonInWords,
  refusedHostsWords,
  remedyWords,
  statusNameOf,
  type UnprovenCheck,
  usedSoFar,
} from '../batch/index.ts';
export {
  type ArmComparison,
  answerText,
  bothText,
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
export { summaryOf } from '../framework/index.ts';
export { REASONS_TOLD, type TaskCode as ReadingCode } from '../plan/index.ts';
export { type AnswerBatchEvent, type AnswerBatchRequest, answerBatch } from './batches/answer_batch.ts';
export { type ArchiveEvent, archiveBatch } from './batches/archive_batch.ts';
export { type AttemptRequest, attemptPhase } from './batches/attempt_phase.ts';
export type { Decision, OpenQuestion } from './batches/batch_decisions.ts';
export type { BatchLog } from './batches/batch_logs.ts';
export type { ViewedBatch } from './batches/batch_view.ts';
export type { ChangeEvent, ChangeRequest } from './batches/change_batch.ts';
export { type ExportBatchEvent, type ExportBatchRequest, exportBatch } from './batches/export_batch.ts';
export { type GeneratedBatch, type PreparedBatch, prepareBatch } from './batches/generate_batch.ts';
export { type GenerateEvent, type GenerateRequest, generateNewBatch } from './batches/generate_new_batch.ts';
export { type ImportBatchEvent, type ImportBatchRequest, importBatch } from './batches/import_batch.ts';
export type { ListedBatch, ShownBatch } from './batches/list_batches.ts';
export { type MergeEvent, type MergeRequest, mergeBatch } from './batches/merge_batch.ts';
export type { ArchivedBatch } from './batches/prepare_archive.ts';
export type { BatchMerge } from './batches/prepare_merge.ts';
export type { BatchPrune } from './batches/prepare_prune.ts';
export type { PreparedRun } from './batches/prepare_run.ts';
export type { BatchUndo } from './batches/prepare_undo.ts';
export { printableCommand } from './batches/printable_command.ts';
export { type PruneEvent, pruneBatch } from './batches/prune_batch.ts';
export { type BatchStatusEvent, reportBatchStatus } from './batches/report_batch_status.ts';
export {
  type BatchListEvent,
  type BatchShowEvent,
  type DecisionsEvent,
  reportBatch,
  reportBatches,
  reportDecisions,
} from './batches/report_batches.ts';
export { type LogsEvent, type LogsRequest, reportLogs } from './batches/report_logs.ts';
export { type RetryEvent, type RetryRequest, retryBatch } from './batches/retry_batch.ts';
export type { RetriedPhases } from './batches/retry_phases.ts';
export { runBehindProxy } from './batches/run_behind_proxy.ts';
export type { RunOptions } from './batches/run_options.ts';
export { type RunEvent, runWholeBatch } from './batches/run_whole_batch.ts';
export { type StopEvent, type StoppedBatch, stopBatch } from './batches/stop_batch.ts';
export { submitBatch } from './batches/submit_batch.ts';
export type { SubmitEvent } from './batches/submit_event.ts';
export type { SubmitRequest } from './batches/submit_flags.ts';
export { type UndoEvent, type UndoRequest, undoBatch } from './batches/undo_batch.ts';
export { type PhaseWork, workOnPhase } from './batches/work_on_phase.ts';
export { type SearchCatalogRequest, searchInCatalog, showInCatalog } from './catalog/entries.ts';
export type { CatalogEvent, EntryReport, SourceReport } from './catalog/open_catalog.ts';
export { addToCatalog, listCatalog, removeFromCatalog, updateCatalog } from './catalog/sources.ts';
export type { PromotionOutcome } from './components/carry_out_promotion.ts';
export type { Clash } from './components/component_clashes.ts';
export type { ComponentReport, ShownComponent } from './components/component_report.ts';
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
export { type ComponentStatsEvent, reportComponentStats } from './components/report_component_stats.ts';
export {
  type ComponentListEvent,
  type ComponentShowEvent,
  findComponents,
  reportComponent,
  reportComponents,
} from './components/report_components.ts';
export { type LintEvent, reportLint } from './components/report_lint.ts';
export type { OperationContext } from './context.ts';
export type { GenerationEvent, GenerationRequest } from './create/generation.ts';
export {
  intendedComponent,
  missingRemedy,
  notFound,
  type UnmetComponent,
} from './create/missing_component.ts';
export type { NewEvent } from './create/new_event.ts';
export { newFramework } from './create/new_framework.ts';
export type { NewRequest } from './create/new_request.ts';
export {
  type FrameworkRequest,
  frameworkFiles,
  type IncompleteFramework,
  incompletePart,
  type PreparedFramework,
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
export { type BeginCaseEvent, type BeginCaseRequest, beginCase } from './evals/begin_case.ts';
export type { EvalPreview } from './evals/dry_run.ts';
export type { EvalGoalsRequest } from './evals/eval_request.ts';
export { type EvalEvent, evaluateGoals } from './evals/evaluate_goals.ts';
export type { ExportedEval } from './evals/export_eval.ts';
export {
  type ExportEvent,
  type ExportRequest,
  exportFramework,
} from './exchange/export_framework.ts';
export {
  type ImportPromptsEvent,
  type ImportPromptsRequest,
  importPrompts,
} from './exchange/import_prompts.ts';
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
export { type GivenValues, readInputValues } from './filling/input_values.ts';
export { type OpenRun, openRun, type RunRequest } from './filling/open_run.ts';
export { outputHeadings } from './filling/output_headings.ts';
export { type AnswerEvent, type AnswerRequest, reportAnswer } from './filling/report_answer.ts';
export { saveAnswer } from './filling/save_answer.ts';
export { standardInputClash, takesStandardInput } from './filling/standard_input.ts';
export { type ModelRequest, openFlaggedModel } from './flagged_model.ts';
export type { Adoption } from './frameworks/adopt_framework.ts';
export { type AppliedUpdate, applyUpdate } from './frameworks/apply_update.ts';
export { type ExplainedRange, type ExplainedSource, sourceText } from './frameworks/explained_ranges.ts';
export type { FrameworkStatus, LastRun, ListedFramework } from './frameworks/list_frameworks.ts';
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
  type AcceptedLosses,
  type FileUpdate,
  NO_LOSSES,
  type PlannedUpdate,
  planUpdate,
} from './frameworks/plan_update.ts';
export { type ExplainEvent, reportExplanation } from './frameworks/report_explanation.ts';
export { type FrameworkListEvent, reportFrameworks } from './frameworks/report_frameworks.ts';
export type { FileDiff } from './frameworks/update_diff.ts';
export { type UpdateEvent, updateFrameworks } from './frameworks/update_frameworks.ts';
export type { UpdateOptions } from './frameworks/update_options.ts';
export type { UpdateReport } from './frameworks/update_report.ts';
export { type AnswerChanges, NO_CHANGES } from './frameworks/update_request.ts';
export { emptyDocuments } from './generated/empty_documents.js';
export type { CheckedComposition, WordShare } from './goals/check_goals.ts';
export type { GoalReport } from './goals/goals.ts';
export { type NewGoalEvent, type NewGoalRequest, newGoal } from './goals/new_goal.ts';
export type { PlannedGoal } from './goals/plan_goal.ts';
export { type GoalsEvent, reportGoal, reportGoalList } from './goals/report_goal_list.ts';
export { type GoalTestEvent, reportGoalTest } from './goals/report_goal_test.ts';
export { type GoalsCheckEvent, reportGoalsCheck } from './goals/report_goals_check.ts';
export type { ChangedLine, SnapshotChange } from './goals/snapshot_diff.ts';
export type { GoalTest, SnapshotReport } from './goals/test_goals.ts';
export { type InterpretEvent, type InterpretRequest, interpretState } from './history/interpret_state.ts';
export {
  documentFeature,
  type KnowledgeEvent,
  type KnowledgeRequest,
  research,
} from './knowledge/ask_project.ts';
export { confinePath } from './mcp/confine_path.ts';
export { type InstallEvent, type InstallRequest, installMcp } from './mcp/install_mcp.ts';
export { checkStateWithin, narrowRoot } from './mcp/narrow_root.ts';
export { openRoot } from './mcp/open_root.ts';
export { type PreviewedCommand, previewRun, type RunPreview } from './mcp/preview_run.ts';
export { listPlans, readProjectText } from './mcp/project_texts.ts';
export { type LearnRequest, learn } from './memory/learn.ts';
export {
  checkMemory,
  type FactReport,
  forget,
  listMemory,
  type MemoryEvent,
  searchMemory,
  showFact,
} from './memory/memory_operations.ts';
export {
  type PublishEvent,
  type PublishedFile,
  type PublishRequest,
  publishMemory,
} from './memory/publish_memory.ts';
export { type OpenModel, siblingModel } from './model.ts';
export { executeTask, type TaskEvent, type TaskRequest } from './orchestrate/execute_task.ts';
export { type OrchestrateEvent, orchestrate } from './orchestrate/orchestrate.ts';
export type { OrchestrateRequest } from './orchestrate/orchestrate_request.ts';
export { type CheckPatternsEvent, checkPatterns } from './patterns/check_patterns.ts';
export { type LearnPatternEvent, type LearnPatternRequest, learnPattern } from './patterns/learn_pattern.ts';
export {
  listPatterns,
  type MatchedEvent,
  type MatchRequest,
  matchTask,
  type PatternsEvent,
  type ShownPattern,
  showPattern,
} from './patterns/pattern_operations.ts';
export type { MatchReport, PatternReport } from './patterns/pattern_report.ts';
export {
  exportPattern,
  type ImportPatternRequest,
  importPattern,
  type SharePatternEvent,
} from './patterns/share_pattern.ts';
export { applyPattern, type UsePatternEvent, type UsePatternRequest } from './patterns/use_pattern.ts';
export { type CheckPlanEvent, type CheckPlanRequest, checkPlan } from './plans/check_plan.ts';
export type { CheckedPlanFile, PlanFixes } from './plans/check_plan_file.ts';
export { type DraftEvent, type DraftRequest, draftInputs, draftNewPlan } from './plans/draft_new_plan.ts';
export type { DraftedPlan, PreparedDraft, Shortfall } from './plans/draft_plan.ts';
export { importNewPlan } from './plans/import_new_plan.ts';
export type { ImportedPlan } from './plans/import_plan.ts';
export type { ImportEvent, ImportRequest } from './plans/import_request.ts';
export { mergeProblems } from './plans/merge_problems.ts';
export type { NormalisedPlan } from './plans/normalise_document.ts';
export { type NormaliseEvent, normalisePlan } from './plans/normalise_plan.ts';
export type { PlanReport } from './plans/plan_report.ts';
export type { PlanSimulation } from './plans/schedule_plan.ts';
export { type ShowPlanEvent, showPlan } from './plans/show_plan.ts';
export { type SimulateEvent, simulatePlan } from './plans/simulate_plan.ts';
export {
  type Answer,
  type Choice,
  type ChoiceQuestion,
  type ConfirmQuestion,
  neverAsks,
  type Port,
  type SecretQuestion,
  type TextQuestion,
  type WaitEvent,
} from './port.ts';
export {
  type SetRequest,
  type SettingChangeEvent,
  setSetting,
  unsetSetting,
} from './project/change_settings.ts';
export {
  COMPLETED_SHELLS,
  type CompletionEvent,
  reportCompletionScript,
} from './project/completion_script.ts';
export { type CompletionWords, completionWords } from './project/completion_words.ts';
export {
  type DiscoverEvent,
  type DiscoverRequest,
  type Discovery,
  discoverProject,
} from './project/discover_project.ts';
export type { Finding } from './project/doctor.ts';
export { type DoctorEvent, type DoctorRequest, reportFindings } from './project/report_findings.ts';
export {
  reportSetting,
  reportSettings,
  reportSettingsPath,
  type SettingsEvent,
  type SettingsPathEvent,
} from './project/report_settings.ts';
export { configuredKeys, isSwitchedOn, listSettings } from './project/settings.ts';
export { type InitEvent, startProject } from './project/start_project.ts';
export {
  type ExampleCommand,
  type ExampleEvent,
  tryExample,
} from './project/try_example.ts';
export { type AgentPrompt, agentPrompts } from './prompts/index.ts';
export { produceReport, type ReportEvent, type ReportRequest } from './reports/produce_report.ts';
export { type ResultsEvent, reportResults } from './reports/report_results.ts';
export { reportStats, type StatsEvent } from './reports/report_stats.ts';
export {
  type ContextUpdate,
  type UpdateContextRequest,
  updateContext,
} from './reports/update_context.ts';
export { type WatchEvent, watchReport } from './reports/watch_report.ts';
export type { ModelReadingOptions } from './reviews/ask_model.ts';
export type { BatchReviewEvent, BatchReviewRequest } from './reviews/batch_review_request.ts';
export { readBand } from './reviews/read_band.ts';
export { reviewBatch } from './reviews/review_batch.ts';
export { type ReviewEvent, type ReviewRequest, reviewChange } from './reviews/review_change.ts';
export { reportStatus, type StatusEvent } from './status/report_status.ts';
export { type OpenTape, type OpenTapeCode, openTape } from './tape/open_tape.ts';
export { openWorkspace, type Workspace, type WorkspaceOptions } from './workspace.ts';
