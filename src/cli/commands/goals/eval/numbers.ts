import { failure, type Problem, type Result, success } from '../../../../diagnostics/index.ts';
import type { AblationWish } from '../../../../operations/index.ts';
import type { GoalsEvalFlags } from './flags.ts';

/** The flags of `goals eval` that have a form of their own, read. */
export type EvalNumbers = {
  readonly runs: number;
  readonly turns: number;
  readonly concurrency: number;
  readonly budget: number | undefined;
  readonly ablate: AblationWish | undefined;
  /** A goal that was taken for the value of `--ablate`, which may have none. */
  readonly goal: string | undefined;
};

/** Reads numbers and what is left out; all that is wrong at once. */
export function evalNumbers(flags: GoalsEvalFlags): Result<EvalNumbers> {
  const problems: Problem[] = [];
  const number = (flag: string, given: string | undefined, [low, high]: readonly [number, number]) => {
    if (given === undefined) return undefined;
    const value = Number(given.replaceAll(/[_,]/gu, ''));
    if (Number.isInteger(value) && value >= low && value <= high) return value;
    problems.push({
      severity: 'error',
      code: 'bad-number',
      message: `--${flag} is a whole number from ${low} to ${high}.`,
    });
    return undefined;
  };
  const runs = number('runs', flags.runs, [1, 100]) ?? 1;
  const turns = number('turns', flags.turns, [1, 50]) ?? 6;
  const concurrency = number('concurrency', flags.concurrency, [1, 64]) ?? 2;
  const budget = number('budget', flags.budget, [1, 1_000_000_000]);
  const { ablate: wanted } = flags;
  const [, file] = (typeof wanted === 'string' ? /^lines=(.+)$/u.exec(wanted) : null) ?? [];
  const isGoal = typeof wanted === 'string' && file === undefined && !/^lines\b/u.test(wanted);
  if (typeof wanted === 'string' && file === undefined && !isGoal) {
    const hint = 'Name the component: --ablate lines=code_review_pass.txt';
    problems.push({
      severity: 'error',
      code: 'bad-ablate',
      message: '--ablate lines needs a component.',
      hint,
    });
  }
  if (problems.length > 0) return failure('usage', ...problems);
  const ablate: AblationWish | undefined =
    wanted === undefined ? undefined : file === undefined ? { kind: 'components' } : { kind: 'lines', file };
  return success({ runs, turns, concurrency, budget, ablate, goal: isGoal ? wanted : undefined });
}
