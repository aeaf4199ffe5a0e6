import type { GenerationFlags } from '../../wizard/index.ts';
import type { CommonOptions, WorkspaceFlags } from '../declare.ts';

/** What the flags of `update` give. */
export type UpdateFlags = CommonOptions &
  WorkspaceFlags &
  GenerationFlags & {
    readonly all?: true;
    readonly check?: true;
    readonly adopt?: true;
    readonly dryRun?: true;
    readonly strict?: true;
    readonly shippedTemplates?: true;
    readonly output?: string;
    readonly goal?: string;
    readonly title?: string;
    /** `false` for `--no-variant`. */
    readonly variant?: string | false;
    readonly recommended?: true;
    readonly persona?: string;
    readonly protocol?: string;
    readonly constraint?: readonly string[];
    readonly addConstraint?: readonly string[];
    readonly set?: readonly string[];
    readonly unset?: readonly string[];
    readonly input: boolean;
  };
