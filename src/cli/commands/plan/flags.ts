import type { CommonOptions } from '../declare.ts';
import type { ReadingFlags } from './reading_flags.ts';

/** Flags of `plan check`. */
export type PlanCheckFlags = CommonOptions &
  ReadingFlags & {
    readonly goalMap?: string;
    readonly strict?: boolean;
    readonly fix?: boolean;
    readonly dryRun?: boolean;
  };

/** Flags of `plan show`. */
export type PlanShowFlags = CommonOptions & ReadingFlags & { readonly as?: string; readonly out?: string };

/** Flags of `plan simulate`. */
export type PlanSimulateFlags = CommonOptions &
  ReadingFlags & {
    readonly concurrency: string;
    readonly quota?: readonly string[];
    readonly calibrated?: boolean;
  };

/** Flags of `plan normalise`. */
export type PlanNormaliseFlags = CommonOptions &
  ReadingFlags & {
    readonly explain?: boolean;
    readonly keepDone?: boolean;
    readonly out: string;
    readonly dryRun?: boolean;
  };
