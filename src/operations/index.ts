export {
  type BatchState,
  type BatchView,
  batchStatus,
  eventLine,
  finalReport,
  liveLines,
  NO_STATUS,
  type RunControl,
  type RunEnd,
  type RunNews,
  standingInWords,
  statusRows,
  summaryText,
} from '../batch/index.ts';
export { TASK_FORMATS, type TaskFormat } from '../plan/index.ts';
export { type Adoption, adopt, planAdoption } from './adopt_framework.ts';
export { type AppliedUpdate, applyUpdate } from './apply_update.ts';
export { type ArchivedBatch, putBatchAway } from './archive_batch.ts';
export { type Decision, openDecisions } from './batch_decisions.ts';
export { type BatchLog, findLogs, followLog, type LogRequest, logEnd, logPieces } from './batch_logs.ts';
export { openBatch } from './batch_lookup.ts';
export { type SeenBatch, viewBatch, watchBatch } from './batch_view.ts';
export { type Carried, carryOut } from './carry_out_promotion.ts';
export { carryOutRun, rehearseRun, statusOf } from './carry_out_run.ts';
export { type CheckedComposition, checkGoals, type GoalsCheck, type WordShare } from './check_goals.ts';
export { type CheckedPlanFile, checkPlanFile, type PlanFixes } from './check_plan.ts';
export { COMPLETED_SHELLS, completionScript } from './completion_script.ts';
export { type CompletionWords, completionWords } from './completion_words.ts';
export type { Clash } from './component_clashes.ts';
export type { ComponentReport, ShownComponent } from './component_report.ts';
export { isComponentKind, listComponents, searchComponents, showComponent } from './components.ts';
export type { OperationContext } from './context.ts';
export { examine, type Finding } from './doctor.ts';
export { type DraftSetting, openDraftSetting } from './draft_ground.ts';
export {
  type DraftedPlan,
  draftSkeleton,
  draftWithModel,
  openQuestions,
  type PreparedDraft,
  prepareDraft,
  type Shortfall,
  saveDraft,
  shortfallOf,
  withFile,
} from './draft_plan.ts';
export { editFile, editText } from './edit_text.ts';
export { type ExplainedFile, explainFile } from './explain_file.ts';
export { type ExplainedRange, type ExplainedSource, sourceText } from './explained_ranges.ts';
export {
  type FillableFramework,
  type FilledPrompt,
  fillFramework,
  messagesOf,
  missingFor,
  openFillable,
  type Part,
  type TokenShares,
  withinTokens,
} from './fill_framework.ts';
export { type FlowBack, planFlowBack } from './flow_back.ts';
export { readFolderValues } from './folder_values.ts';
export {
  type GeneratedBatch,
  type PreparedBatch,
  prepareBatch,
  previewBatch,
  writeBatch,
} from './generate_batch.ts';
export {
  checkEdited,
  type Draft,
  draftComponents,
  type NoDraft,
  saveComponent,
  type Wanted,
} from './generate_components.ts';
export { type GoalReport, listGoals, showGoal } from './goals.ts';
export { type ImportedPlan, importPlan } from './import_plan.ts';
export { type InitReport, initProject } from './init_project.ts';
export { readInputValues, readSecretFile, readSecretInput } from './input_values.ts';
export { type LintReport, lintComponents } from './lint_components.ts';
export {
  type BatchList,
  type ListedBatch,
  listBatches,
  type ShownBatch,
  showBatch,
  showPrompt,
} from './list_batches.ts';
export {
  type FrameworkStatus,
  type LastRun,
  type ListedFramework,
  listFrameworks,
} from './list_frameworks.ts';
export {
  type FrameworkPlace,
  type FrameworkRoot,
  findFrameworks,
  locateFramework,
} from './locate_framework.ts';
export { type BatchMerge, carryOutMerge, prepareBatchMerge } from './merge_batch.ts';
export { configuredModel, type OpenModel, openModel } from './model.ts';
export { type ComponentScaffold, planComponent, writeComponent } from './new_component.ts';
export {
  type FileState,
  type FrameworkFile,
  type OpenFramework,
  readFramework,
  type StoredFile,
  type StoredFramework,
} from './open_framework.ts';
export { outputHeadings } from './output_headings.ts';
export { choosePlanFile } from './plan_file.ts';
export type { PlanReport } from './plan_report.ts';
export {
  type FileUpdate,
  LEAVE_NOTHING,
  type PlannedUpdate,
  planUpdate,
  type UpdateLeave,
} from './plan_update.ts';
export {
  type FrameworkRequest,
  type IncompleteFramework,
  type PreparedFramework,
  prepareFramework,
} from './prepare_framework.ts';
export { type PreparedRun, prepareRun, type RunRequest } from './prepare_run.ts';
export { type Promotion, planPromotion } from './promote_component.ts';
export { type BatchPrune, carryOutPrune, preparePrune } from './prune_batch.ts';
export {
  checkDescription,
  checkName,
  checkTitle,
  chooseGoal,
  deriveDescription,
  suggestName,
  suggestTitle,
} from './questions.ts';
export { isRaisedStatus, type RaisedComponent, raiseComponent } from './raise_component.ts';
export { readRequirement } from './read_requirement.ts';
export { type RetriedPhase, retryPhase } from './retry_phase.ts';
export { saveAnswer } from './save_answer.ts';
export {
  changeSetting,
  configuredKeys,
  getSetting,
  isSecretSetting,
  isSwitchedOn,
  listSettings,
  settingsPath,
} from './settings.ts';
export { PLAN_FORMS, type PlanForm, reportPlan, saveDrawing, showPlan } from './show_plan.ts';
export { type PlanSimulation, simulatePlan } from './simulate_plan.ts';
export type { ChangedLine, SnapshotChange } from './snapshot_diff.ts';
export { stopBatch } from './stop_batch.ts';
export { openTalk, type Talk } from './talk.ts';
export { type GoalTest, type SnapshotReport, testGoals } from './test_goals.ts';
export { type BatchUndo, carryOutUndo, prepareUndo } from './undo_batch.ts';
export { diffUpdate, type FileDiff } from './update_diff.ts';
export { type AnswerChanges, NO_CHANGES } from './update_request.ts';
export { openWorkspace, type Workspace, type WorkspaceOptions } from './workspace.ts';
export {
  inspectFramework,
  type OnConflict,
  type WrittenFramework,
  writeFramework,
} from './write_framework.ts';
