import { join } from 'node:path';
import type { RunRules, StoredBatch } from '../../batch/index.ts';
import { type Failure, failure, type Problem } from '../../diagnostics/index.ts';
import { constraintsIn, contextOfMention, MAX_CONSTRAINTS } from '../../plan/index.ts';
import { readText } from '../../platform/index.ts';

/** The largest plan that is read, in bytes. */
const LARGEST = 16 * 1024 * 1024;

/** The rules of a run without executors that the plan says to avoid. */
export type AllowedRules = {
  readonly rules: RunRules;
  readonly notes: readonly Problem<'constraint-left-out'>[];
};

/**
 * Checks the executors from settings and flags against the constraints of a batch's plan: a fallback to avoid is dropped with a
 * note; a run whose phases would go to an executor to avoid is refused. Executors named in the plan were checked when the batch
 * was made.
 *
 * @param command - the command of this run, if it was given instead of an executor's name
 */
export function withoutAvoidedExecutors(
  { folder, manifest }: StoredBatch,
  rules: RunRules,
  command: string | undefined,
): AllowedRules | Failure<'constraint-avoid'> {
  const read = readText(join(folder, manifest.plan.file), LARGEST, 'keep');
  const avoid = read.kind === 'text' ? constraintsIn(read.text).avoid.slice(0, MAX_CONSTRAINTS) : [];
  const termFor = (text: string) => avoid.find((term) => contextOfMention(text, term) !== undefined);
  const { fallback, executor } = rules;
  const whole = command ?? executor;
  const term = termFor(whole);
  if (term !== undefined && manifest.phases.some((phase) => !phase.executor))
    return failure('usage', {
      severity: 'error',
      code: 'constraint-avoid',
      message: `The plan says to avoid the executor "${whole}": ${term}.`,
      hint: 'Name another one with --executor, or remove the line from ## Constraints and generate the batch again.',
    });
  const barred = fallback === undefined ? undefined : termFor(fallback);
  if (barred === undefined) return { rules, notes: [] };
  const note: Problem<'constraint-left-out'> = {
    severity: 'note',
    code: 'constraint-left-out',
    message: `The fallback "${fallback ?? ''}" was left out: the plan says to avoid it (${barred}).`,
    hint: 'Name another one with --fallback, or run without it.',
  };
  return { rules: { ...rules, fallback: undefined }, notes: [note] };
}
