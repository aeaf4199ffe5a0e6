import type { WorkspaceFlags } from '../../declare.ts';

/** What the flags of `goals test` give. */
export type GoalsTestFlags = WorkspaceFlags & {
  readonly update?: true;
  readonly dryRun?: true;
  readonly dir?: string;
};
