import type { GenerationFlags } from '../wizard/index.ts';
import type { CommonOptions, WorkspaceFlags } from './declare.ts';

/** What the flags of `batch generate` give. */
export type BatchGenerateFlags = CommonOptions &
  WorkspaceFlags &
  GenerationFlags & { readonly strict?: true; readonly dryRun?: true };

/** What the flags of `batch show` give. */
export type BatchShowFlags = CommonOptions & { readonly phase?: string };
