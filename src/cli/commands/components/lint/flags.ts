import type { WorkspaceFlags } from '../../declare.ts';

/** Flags of `components lint`. */
export type ComponentsLintFlags = WorkspaceFlags & { readonly strict?: boolean };
