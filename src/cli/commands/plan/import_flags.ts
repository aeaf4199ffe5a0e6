import type { CommonOptions } from '../declare.ts';
import type { ReadingFlags } from './reading_flags.ts';

/** What the flags of `plan import` give. */
export type PlanImportFlags = CommonOptions &
  ReadingFlags & {
    readonly from: string;
    readonly tag?: string;
    readonly inOrder?: boolean;
    readonly keepDone?: boolean;
    readonly out?: string;
    readonly dryRun?: boolean;
    readonly withModel?: boolean;
    readonly model?: string;
    readonly baseUrl?: string;
    readonly apiKeyFile?: string;
  };
