import type { WorkspaceOptions } from '../workspace.ts';
import type { GenerationRequest } from './generation.ts';

/** A request for a new framework. Missing parts are asked for if a person can be asked. */
export type NewRequest = WorkspaceOptions &
  GenerationRequest & {
    /** Its name, or a sentence about the work. */
    readonly name?: string | undefined;
    /** A sentence about the work, from which the answers are proposed. */
    readonly from?: string;
    /** By name or number. */
    readonly goal?: string;
    readonly title?: string;
    readonly persona?: string;
    readonly protocol?: string;
    readonly constraint?: readonly string[];
    readonly addConstraint?: readonly string[];
    readonly variant?: string;
    /** Values of inputs, each as `input=value`. */
    readonly set?: readonly string[];
    readonly output?: string;
    /** The treatment of an existing framework that would change. */
    readonly onConflict: 'ask' | 'keep' | 'overwrite' | 'merge';
    readonly dryRun?: boolean;
    /** Whether a missing component is an error. */
    readonly strict?: boolean;
  };
