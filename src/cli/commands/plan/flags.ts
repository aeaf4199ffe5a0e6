import type { CommonOptions } from '../declare.ts';

/** What the flags of `plan check` give. */
export type PlanCheckFlags = CommonOptions & {
  readonly goalMap?: string;
  readonly strict?: boolean;
  readonly fix?: boolean;
  readonly dryRun?: boolean;
};

/** What the flags of `plan show` give. */
export type PlanShowFlags = CommonOptions & { readonly as?: string; readonly out?: string };

/** What the flags of `plan simulate` give. */
export type PlanSimulateFlags = CommonOptions & { readonly concurrency: string };

/** What the flags of `plan draft` give. */
export type PlanDraftFlags = CommonOptions & {
  readonly goalMap?: string;
  readonly file?: string;
  readonly revise?: string;
  readonly out?: string;
  readonly budget: string;
  /** `false` for `--no-model`. */
  readonly model?: string | false;
  readonly baseUrl?: string;
  readonly apiKeyFile?: string;
  readonly dryRun?: true;
};
