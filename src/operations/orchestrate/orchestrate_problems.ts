import type { Problem } from '../../diagnostics/index.ts';
import type { PatternOptions } from '../patterns/choose_pattern.ts';

/** Two starting points are given. */
export const SAVED_TWICE: Problem<'usage'> = {
  severity: 'error',
  code: 'usage',
  message: 'Both a saved plan and a requirement were given.',
  hint: 'Remove one of them: the argument of --execute is a saved plan, and what comes before it is a requirement.',
};

/** A requirement is to be carried out, and is not. */
export const PLANNED_AND_EXECUTED: Problem<'usage'> = {
  severity: 'error',
  code: 'usage',
  message:
    '--plan-only and --execute exclude each other: one stops at the plan, and the other goes on from it.',
  hint: 'Leave out one of them.',
};

/** Resuming a batch was combined with something else. */
export const RESUMED_TWICE: Problem<'usage'> = {
  severity: 'error',
  code: 'usage',
  message: '--resume continues the newest batch, and takes no requirement or plan.',
  hint: 'Remove --resume: orchestrate continues by itself when run again with the same words.',
};

/** The parts of a request that affect drafting. */
type OfDraft = PatternOptions & {
  readonly constraint?: readonly string[];
  readonly again?: boolean;
  readonly planOnly?: boolean;
};

/**
 * Reports draft flags that would have no effect because a plan or a batch already exists: the user expected one.
 *
 * @param given - the flag that names the existing one
 */
export function draftFlagsWithoutEffect(
  { pattern, showPatterns, explore, input = [], constraint = [], again, planOnly }: OfDraft,
  given: '--execute PLAN' | '--resume',
): readonly Problem<'flag-without-effect'>[] {
  const flags = {
    '--pattern': pattern !== undefined,
    '--show-patterns': showPatterns === true,
    '--explore': explore === true,
    '--input': input.length > 0,
    '--constraint': constraint.length > 0,
    '--again': again === true,
    // An existing plan is only checked.
    '--plan-only': planOnly === true && given === '--resume',
  };
  return Object.entries(flags).flatMap(([flag, isGiven]): Problem<'flag-without-effect'>[] =>
    isGiven
      ? [
          {
            severity: 'error',
            code: 'flag-without-effect',
            message: `${flag} would have no effect: with ${given} no plan is drafted.`,
            hint: `Remove ${flag}; or give a requirement instead of ${given}, and a plan is drafted.`,
          },
        ]
      : [],
  );
}

/** There is no batch to go on with. */
export const NOTHING_TO_RESUME: Problem<'nothing-to-resume'> = {
  severity: 'error',
  code: 'nothing-to-resume',
  message: 'No batch here has anything left to do.',
  hint: 'List all batches with: orchestrator batch list --all',
};

/** Only a skeleton could be made. @param file - its path */
export function noModel(reason: string, file: string): Problem<'no-plan'> {
  return {
    severity: 'error',
    code: 'no-plan',
    message: `No model drafted a plan: ${reason}`,
    file,
    hint: 'There is only a skeleton: fill it in and run this again, or set up a model to draft it.',
  };
}

/**
 * The skeleton of an earlier call has not been filled in.
 *
 * @param file - its path
 * @param unable - the reason why the configured model cannot draft; empty if none is configured
 */
export function unfilledSkeleton(file: string, unable: string): Problem<'no-plan'> {
  const message = 'The plan for this is a skeleton that nobody has filled in';
  if (unable !== '')
    return {
      severity: 'error',
      code: 'no-plan',
      message: `${message}, and no model can draft one: ${unable}`,
      file,
      hint: 'Fix that and run this again, or fill it in.',
    };
  return {
    severity: 'error',
    code: 'no-plan',
    message: `${message}, and there is no model to draft one.`,
    file,
    hint: 'Fill it in and run this again, or set up a model: orchestrator config set model NAME',
  };
}
