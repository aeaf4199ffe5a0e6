import type { Tool } from '../tool.ts';
import { batchDecisionsTool } from './batch_decisions.ts';
import { batchGenerateTool } from './batch_generate.ts';
import { batchReportTool } from './batch_report.ts';
import { batchRunRequestTool } from './batch_run_request.ts';
import { batchStatusTool } from './batch_status.ts';
import { batchesTool } from './batches.ts';
import { componentsTool } from './components.ts';
import { discoverTool } from './discover.ts';
import { fillTool } from './fill.ts';
import { goalsTool } from './goals.ts';
import { interpretStateTool } from './interpret_state.ts';
import { learnTool } from './learn.ts';
import { newTool } from './new.ts';
import { patternsTool } from './patterns.ts';
import { planCheckTool } from './plan_check.ts';
import { planDraftTool } from './plan_draft.ts';
import { planImportTool } from './plan_import.ts';
import { recallTool } from './recall.ts';
import { reviewTool } from './review.ts';
import { statusTool } from './status.ts';

/** The tools, in the order in which clients list them. At most 20: every one is read by a model in every conversation. */
export const tools: readonly Tool[] = [
  statusTool,
  interpretStateTool,
  discoverTool,
  recallTool,
  learnTool,
  goalsTool,
  newTool,
  fillTool,
  componentsTool,
  patternsTool,
  planDraftTool,
  planImportTool,
  planCheckTool,
  batchGenerateTool,
  batchesTool,
  batchRunRequestTool,
  batchStatusTool,
  batchDecisionsTool,
  batchReportTool,
  reviewTool,
];
