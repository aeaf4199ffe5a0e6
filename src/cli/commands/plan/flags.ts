import type { CommonOptions } from '../declare.ts';
import type { ReadingFlags } from './reading_flags.ts';

/** What the flags of `plan check` give. */
export type PlanCheckFlags = CommonOptions &
  ReadingFlags & {
    readonly goalMap?: string;
    readonly strict?: boolean;
    readonly fix?: boolean;
    readonly dryRun?: boolean;
  };

/** What the flags of `plan show` give. */
export type PlanShowFlags = CommonOptions & ReadingFlags & { readonly as?: string; readonly out?: string };

/** What the flags of `plan simulate` give. */
export type PlanSimulateFlags = CommonOptions &
  ReadingFlags & {
    readonly concurrency: string;
    readonly quota?: readonly string[];
    readonly calibrated?: boolean;
  };

/** What the flags of `plan normalise` give. */
export type PlanNormaliseFlags = CommonOptions &
  ReadingFlags & {
    readonly explain?: boolean;
    readonly keepDone?: boolean;
    readonly out: string;
    readonly dryRun?: boolean;
  };
