import type { Problem } from '../../diagnostics/index.ts';
import type { PatternWishes } from '../patterns/choose_pattern.ts';

/** Two things to go on from are given. */
export const SAVED_TWICE: Problem<'usage'> = {
  severity: 'error',
  code: 'usage',
  message: 'Both a saved plan and a requirement were given.',
  hint: 'Leave out one of them: the argument of --execute is a saved plan, and what comes before it is a requirement.',
};

/** Going on with a batch was asked for together with something else. */
export const RESUMED_TWICE: Problem<'usage'> = {
  severity: 'error',
  code: 'usage',
  message: '--resume goes on with the newest batch, and takes no requirement or plan.',
  hint: 'Called again with the same words, orchestrate goes on by itself; leave --resume out.',
};

/** What of a request says how a plan is drafted. */
type OfDraft = PatternWishes & {
  readonly constraint?: readonly string[];
  readonly again?: boolean;
  readonly planOnly?: boolean;
};

/**
 * The flags of a draft that would change nothing, where a plan or a batch is there already: whoever gave them meant something.
 *
 * @param given - the flag that says what is there
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
    // A plan that is there is checked, and left at that.
    '--plan-only': planOnly === true && given === '--resume',
  };
  return Object.entries(flags).flatMap(([flag, isGiven]): Problem<'flag-without-effect'>[] =>
    isGiven
      ? [
          {
            severity: 'error',
            code: 'flag-without-effect',
            message: `${flag} would have no effect: with ${given} no plan is drafted.`,
            hint: `Leave ${flag} out; or say what is wanted in place of ${given}, and a plan is drafted.`,
          },
        ]
      : [],
  );
}

/** There is no batch to go on with. */
export const NOTHING_TO_RESUME: Problem<'nothing-to-resume'> = {
  severity: 'error',
  code: 'nothing-to-resume',
  message: 'There is no batch here that has something left to do.',
  hint: 'orchestrator batch list --all tells what there is.',
};

/** A skeleton was all that could be made. @param file - where it is */
export function noModel(reason: string, file: string): Problem<'no-plan'> {
  return {
    severity: 'error',
    code: 'no-plan',
    message: `No model drafted a plan: ${reason}`,
    file,
    hint: 'What is here is a skeleton: fill it in and call this again, or set up a model, and it is drafted.',
  };
}

/**
 * A skeleton of an earlier call is as it was.
 *
 * @param file - where it is
 * @param unable - why the model that was set up can draft none; empty where none was
 */
export function skeletonLeft(file: string, unable: string): Problem<'no-plan'> {
  const message = 'The plan for this is a skeleton that nobody has filled in';
  if (unable !== '')
    return {
      severity: 'error',
      code: 'no-plan',
      message: `${message}, and no model can draft one: ${unable}`,
      file,
      hint: 'Put that right and call this again; or fill it in.',
    };
  return {
    severity: 'error',
    code: 'no-plan',
    message: `${message}, and there is no model to draft one.`,
    file,
    hint: 'Fill it in and call this again; or set up a model: orchestrator config set model NAME',
  };
}
