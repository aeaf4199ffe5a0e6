import type { CommonOptions, WorkspaceFlags } from './declare.ts';

/** What the flags of the command give. */
export type GoalsCheckFlags = CommonOptions & WorkspaceFlags & { readonly strict?: boolean };
