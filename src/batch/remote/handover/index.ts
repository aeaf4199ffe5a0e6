export { dropImports, takeBundle, writeBundle } from './bundle.ts';
export { manifestDigest, onePhase } from './one_phase.ts';
export { openPart } from './part.ts';
export {
  type HandoverCode,
  type HandoverFiles,
  handoverFiles,
  MAX_LOG,
  readHandedLog,
  readHandover,
  resultsIn,
} from './read_handover.ts';
export {
  CONTROLLER,
  controllerCommand,
  dropSubmission,
  readApproved,
  type SubmissionCode,
  takeResults,
  writeSubmission,
} from './submission.ts';
export { githubWorkflow, WORKFLOW_MARK, type WorkflowParts } from './workflow.ts';
export { type WorkflowJob, workflowJobs } from './workflow_jobs.ts';
