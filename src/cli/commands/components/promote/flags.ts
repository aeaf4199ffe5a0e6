import type { WorkspaceFlags } from '../../declare.ts';

/** What the flags of `components promote` give. */
export type PromoteFlags = WorkspaceFlags & {
  readonly fromFramework?: string;
  readonly kind?: string;
  readonly to?: 'user' | 'project';
  readonly status?: string;
  readonly by?: string;
  readonly why?: string;
  readonly eval?: string;
  readonly yes?: true;
  readonly dryRun?: true;
};
