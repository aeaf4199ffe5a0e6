import type { WorkspaceFlags } from '../../declare.ts';

/** Flags of `goals check`. */
export type GoalsCheckFlags = WorkspaceFlags & { readonly strict?: boolean };
