import type { ModelRequest } from '../../../../operations/index.ts';
import type { WorkspaceFlags } from '../../declare.ts';

/** What the flags of `goals eval` give. */
export type GoalsEvalFlags = WorkspaceFlags &
  ModelRequest & {
    readonly cases?: string;
    readonly arm?: readonly string[];
    readonly runs?: string;
    readonly turns?: string;
    readonly judgeModel?: string;
    readonly budget?: string;
    readonly concurrency?: string;
    readonly ablate?: string | true;
    readonly export?: string;
    readonly import?: string;
    readonly report?: string;
    readonly gate?: true;
    readonly dryRun?: true;
    readonly checks: boolean;
    readonly yes?: true;
  };

/** What the flags of `goals eval new` give. */
export type NewCaseFlags = WorkspaceFlags & { readonly cases?: string; readonly dryRun?: true };
