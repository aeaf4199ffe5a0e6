import type { ModelRequest } from '../../../../operations/index.ts';
import type { CommonOptions, WorkspaceFlags } from '../../declare.ts';
import type { FillingFlags } from '../filling_flags.ts';

/** What the flags of `run` give. */
export type RunFlags = CommonOptions &
  WorkspaceFlags &
  FillingFlags &
  ModelRequest & {
    readonly chat?: true;
    /** What is said next; `true` without a text. */
    readonly continue?: string | true;
    readonly resume?: true;
    readonly run?: string;
    readonly strict?: true;
    readonly transcript: boolean;
  };
