import type { CommonOptions, WorkspaceFlags } from './declare.ts';

/** What the flags of `goals test` give. */
export type GoalsTestFlags = CommonOptions &
  WorkspaceFlags & { readonly update?: true; readonly dryRun?: true; readonly dir?: string };
