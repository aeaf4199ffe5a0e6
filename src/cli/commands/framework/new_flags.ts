import type { GenerationFlags } from '../../wizard/index.ts';
import type { CommonOptions, WorkspaceFlags } from '../declare.ts';

/** What the flags of `new` give. */
export type NewFlags = CommonOptions &
  WorkspaceFlags &
  GenerationFlags & {
    /** A sentence about the work. */
    readonly from?: string;
    readonly goal?: string;
    readonly title?: string;
    readonly persona?: string;
    readonly protocol?: string;
    readonly constraint?: readonly string[];
    readonly addConstraint?: readonly string[];
    readonly variant?: string;
    readonly set?: readonly string[];
    readonly output?: string;
    readonly onConflict: 'ask' | 'keep' | 'overwrite' | 'merge';
    readonly dryRun?: true;
    readonly strict?: true;
  };
