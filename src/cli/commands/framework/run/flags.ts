import type { FillingRequest, ModelRequest } from '../../../../operations/index.ts';
import type { CommonOptions, WorkspaceFlags } from '../../declare.ts';

/** Flags of `run`. */
export type RunFlags = CommonOptions &
  WorkspaceFlags &
  FillingRequest &
  ModelRequest & {
    readonly chat?: true;
    /** The next message; `true` without a text. */
    readonly continue?: string | true;
    readonly resume?: true;
    readonly run?: string;
    readonly strict?: true;
    readonly transcript: boolean;
  };
