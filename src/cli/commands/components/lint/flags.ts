import type { WorkspaceFlags } from '../../declare.ts';

/** What the flags of the command give. */
export type ComponentsLintFlags = WorkspaceFlags & { readonly strict?: boolean };
