import type { BeginCaseRequest, EvalGoalsRequest } from '../../../../operations/index.ts';
import type { WorkspaceFlags } from '../../declare.ts';

/** Flags of `goals eval`. */
export type GoalsEvalFlags = WorkspaceFlags & Omit<EvalGoalsRequest, 'goals' | 'workspace'>;

/** Flags of `goals eval new`. */
export type NewCaseFlags = WorkspaceFlags & Pick<BeginCaseRequest, 'cases' | 'dryRun'>;
