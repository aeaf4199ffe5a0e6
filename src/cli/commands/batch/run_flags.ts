import type { CommonOptions } from '../declare.ts';

/** What the flags of `batch run` give, as they were typed. */
export type BatchRunFlags = CommonOptions & {
  readonly executor?: string;
  readonly executorCommand?: string;
  readonly executorEnv?: readonly string[];
  readonly fallback?: string;
  readonly concurrency?: string;
  readonly retries?: string;
  readonly onFailure?: 'continue' | 'no-new' | 'kill';
  readonly stages?: true;
  readonly scope?: 'fail' | 'warn';
  readonly inPlace?: true;
  readonly budgetTokens?: string;
  readonly ignoreLimits?: true;
  readonly sandbox?: 'auto' | 'none' | 'bwrap' | 'container';
  readonly setup?: string;
  readonly link?: readonly string[];
  readonly copy?: readonly string[];
  readonly gateTimeout?: string;
  readonly idle?: string;
  readonly soft?: string;
  readonly hard?: string;
  readonly yes?: true;
  readonly dryRun?: true;
};
