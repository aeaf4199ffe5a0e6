import type { CommonOptions } from '../declare.ts';

/** What the flags of `batch show` give. */
export type BatchShowFlags = CommonOptions & { readonly phase?: string };

/** What the flags of `batch status` give. */
export type BatchStatusFlags = CommonOptions & { readonly watch?: boolean };

/** What the flags of `batch logs` give. */
export type BatchLogsFlags = CommonOptions & {
  readonly phase?: string;
  readonly attempt?: string;
  readonly gate?: string;
  readonly follow?: boolean;
  readonly raw?: boolean;
};
