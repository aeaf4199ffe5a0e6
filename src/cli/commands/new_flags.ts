import type { CommonOptions, WorkspaceFlags } from './declare.ts';

/** What the flags of `new` give. */
export type NewFlags = CommonOptions &
  WorkspaceFlags & {
    readonly goal?: string;
    readonly title?: string;
    readonly persona?: string;
    readonly protocol?: string;
    readonly constraint?: readonly string[];
    readonly addConstraint?: readonly string[];
    readonly variant?: string;
    readonly set?: readonly string[];
    readonly output?: string;
    readonly onConflict: 'ask' | 'keep' | 'overwrite';
    readonly dryRun?: true;
    readonly strict?: true;
    readonly yes?: true;
    readonly generate: boolean;
    readonly describe?: readonly string[];
    readonly model?: string;
    readonly baseUrl?: string;
    readonly apiKeyFile?: string;
  };
