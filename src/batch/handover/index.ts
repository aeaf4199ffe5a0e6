export { dropImports, takeBundle, writeBundle } from './bundle.ts';
export { manifestDigest, onePhase } from './one_phase.ts';
export {
  type HandoverCode,
  type HandoverFiles,
  handoverFiles,
  MOST_LOG,
  readHandedLog,
  readHandover,
  resultsIn,
} from './read_handover.ts';
export { githubWorkflow, WORKFLOW_MARK, type WorkflowParts } from './workflow.ts';
export { type WorkflowJob, workflowJobs } from './workflow_jobs.ts';
