import type { WorkspaceFlags } from '../../declare.ts';

/** Flags of `goals test`. */
export type GoalsTestFlags = WorkspaceFlags & {
  readonly update?: true;
  readonly dryRun?: true;
  readonly dir?: string;
};
