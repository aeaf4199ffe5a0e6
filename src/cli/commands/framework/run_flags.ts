import type { ModelFlags } from '../../wizard/index.ts';
import type { CommonOptions, WorkspaceFlags } from '../declare.ts';
import type { FillingFlags } from './filling_flags.ts';

/** What the flags of `run` give. */
export type RunFlags = CommonOptions &
  WorkspaceFlags &
  FillingFlags &
  ModelFlags & {
    readonly chat?: true;
    readonly strict?: true;
    readonly transcript: boolean;
  };
