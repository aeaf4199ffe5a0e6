import type { CommonOptions } from '../declare.ts';

/** Flags of `batch show`. */
export type BatchShowFlags = CommonOptions & { readonly phase?: string };

/** Flags of `batch status`. */
export type BatchStatusFlags = CommonOptions & { readonly watch?: boolean };

/** Flags of `batch logs`. */
export type BatchLogsFlags = CommonOptions & {
  readonly phase?: string;
  readonly attempt?: string;
  readonly gate?: string;
  readonly follow?: boolean;
  readonly raw?: boolean;
};
