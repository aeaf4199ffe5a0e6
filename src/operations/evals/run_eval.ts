import { type Failure, failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import {
  type KnownAnswers,
  knownAnswers,
  type QuestionRun,
  type RunOutcome,
  runQuestions,
} from '../../evals/index.ts';
import { withThousands } from '../../lib/index.ts';
import { type ModelProblemCode, toFailure } from '../../llm/index.ts';
import { describeSystemError, systemErrorCode } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import type { PreparedEval } from './prepare_eval.ts';

/** Options for running an eval. */
export type EvalRunOptions = Pick<QuestionRun, 'models' | 'budget' | 'concurrency' | 'signal' | 'onProgress'>;

/** Why an eval ended before it was complete. */
export type EvalHaltCode = ModelProblemCode | 'budget-reached' | 'interrupted';

/** The outcome of asking: the known answers, and the obstacle to getting more. */
export type CarriedOutEval = {
  readonly known: KnownAnswers;
  readonly outcome: RunOutcome;
  /** Why it is not complete; `null` if it is. */
  readonly halt: Failure<EvalHaltCode> | null;
};

/** Asks all open questions of an eval. Every answer is stored at once, so that it can be stopped anywhere. */
export async function runEval(
  { log }: OperationContext,
  { setup, folder }: PreparedEval,
  options: EvalRunOptions,
): Promise<Result<CarriedOutEval, 'eval-state-unwritable'>> {
  const known = knownAnswers(folder, setup);
  try {
    const outcome = await runQuestions({ ...options, setup, folder, known });
    log(
      `eval ${setup.id}: ${outcome.answered} questions asked, ${outcome.tokens} tokens, ${outcome.stop.kind}`,
    );
    return success({ known, outcome, halt: haltOf(outcome, options.budget) });
  } catch (error) {
    if (systemErrorCode(error) === '') throw error;
    return failure('environment', {
      severity: 'error',
      code: 'eval-state-unwritable',
      message: `An answer cannot be saved: ${describeSystemError(error)}. Earlier answers are saved.`,
      file: folder.cache,
      hint: 'Make room or give permission there, then run the same command again.',
    });
  }
}

function haltOf({ stop, tokens }: RunOutcome, budget: number | undefined): CarriedOutEval['halt'] {
  switch (stop.kind) {
    case 'over':
      return null;
    case 'interrupted':
      return failure('interrupted', INTERRUPTED);
    case 'budget':
      return failure('problems', budgetReached(budget ?? 0, tokens, stop.need));
    case 'failed': {
      const failed = toFailure(stop.failure);
      const [first, ...rest] = failed.problems;
      const kept = 'All answers are saved; run the same command again to continue.';
      return first === undefined
        ? failed
        : { ...failed, problems: [{ ...first, hint: `${first.hint ?? ''} ${kept}`.trim() }, ...rest] };
    }
  }
}

const INTERRUPTED: Problem<'interrupted'> = {
  severity: 'note',
  code: 'interrupted',
  message: 'Stopped; all answers so far are saved.',
  hint: 'Run the same command again to continue.',
};

function budgetReached(budget: number, spent: number, need: number): Problem<'budget-reached'> {
  return {
    severity: 'error',
    code: 'budget-reached',
    message: `The next question could take about ${withThousands(need)} tokens, more than remains of the budget of ${withThousands(budget)}: about ${withThousands(spent)} were spent, ${withThousands(Math.max(0, budget - spent))} are left.`,
    hint: 'Run the same command again to continue: saved answers cost nothing.',
  };
}
