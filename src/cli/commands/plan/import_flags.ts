import type { CommonOptions } from '../declare.ts';

/** What the flags of `plan import` give. */
export type PlanImportFlags = CommonOptions & {
  readonly from: string;
  readonly tag?: string;
  readonly inOrder?: boolean;
  readonly keepDone?: boolean;
  readonly out?: string;
  readonly dryRun?: boolean;
};
