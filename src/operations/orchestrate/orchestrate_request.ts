import type { GenerateRequest } from '../batches/generate_new_batch.ts';
import type { RunOptions } from '../batches/run_options.ts';
import type { PatternOptions } from '../patterns/choose_pattern.ts';
import type { DraftRequest } from '../plans/draft_new_plan.ts';

/** The requirement, and how far to take it. */
export type OrchestrateRequest = Pick<
  DraftRequest,
  | 'words'
  | 'file'
  | 'constraint'
  | 'budget'
  | 'model'
  | 'baseUrl'
  | 'apiKeyFile'
  | 'goalMap'
  | keyof PatternOptions
> &
  Omit<GenerateRequest, 'file' | 'section' | 'strict' | 'dryRun' | 'model'> &
  Omit<RunOptions, 'batch' | 'dryRun'> & {
    /** Generates and runs as well; by default, only a plan is made. */
    readonly execute?: boolean;
    /** An existing plan to continue with, in place of a requirement. */
    readonly saved?: string;
    /** Continues with the newest batch that is not done. */
    readonly resume?: boolean;
    /** Whether only a plan was explicitly asked for, which excludes an existing batch. */
    readonly planOnly?: boolean;
    /** Creates a new draft even if a plan for this requirement exists. */
    readonly again?: boolean;
    /** Keeps lessons learned; by default a person is asked, and nothing is kept if nobody can be. */
    readonly learn?: boolean;
  };
