import type { WorkspaceFlags } from '../../declare.ts';

/** What the flags of `goals new` give. */
export type GoalsNewFlags = WorkspaceFlags & {
  readonly description?: string;
  readonly category?: string;
  readonly persona?: string;
  readonly protocol?: string;
  readonly constraint?: readonly string[];
  readonly keyword?: readonly string[];
  readonly dryRun?: true;
  readonly yes?: true;
};
