import type { BeginCaseRequest, EvalGoalsRequest } from '../../../../operations/index.ts';
import type { WorkspaceFlags } from '../../declare.ts';

/** What the flags of `goals eval` give. */
export type GoalsEvalFlags = WorkspaceFlags & Omit<EvalGoalsRequest, 'goals' | 'workspace'>;

/** What the flags of `goals eval new` give. */
export type NewCaseFlags = WorkspaceFlags & Pick<BeginCaseRequest, 'cases' | 'dryRun'>;
