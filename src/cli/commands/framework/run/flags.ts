import type { FillingRequest, ModelRequest } from '../../../../operations/index.ts';
import type { CommonOptions, WorkspaceFlags } from '../../declare.ts';

/** What the flags of `run` give. */
export type RunFlags = CommonOptions &
  WorkspaceFlags &
  FillingRequest &
  ModelRequest & {
    readonly chat?: true;
    /** What is said next; `true` without a text. */
    readonly continue?: string | true;
    readonly resume?: true;
    readonly run?: string;
    readonly strict?: true;
    readonly transcript: boolean;
  };
