import { join } from 'node:path';
import { fixPlan, isAncestor, type Review, roundOf } from '../../batch/index.ts';
import { type AnyCode, failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { assessPlan, printPlan, readPlan } from '../../plan/index.ts';
import { createFile, describeSystemError, displayPath, entryKind, readText } from '../../platform/index.ts';
import type { BatchContext } from '../batches/batch_context.ts';

/** A plan that fixes the findings, and its path. */
export type FixPlan = {
  readonly file: string;
  readonly phases: number;
  readonly round: number;
  /** Whether the batch's work is on the user's branch, where the plan's batch would start. */
  readonly isMerged: boolean;
};

/** The default and the greatest number of fix rounds. */
export const USUAL_ROUNDS = 2;
const MAX_ROUNDS = 9;

/** Parses the number of rounds. */
export function readRounds(wanted: string | undefined): Result<number, 'bad-rounds'> {
  if (wanted === undefined) return success(USUAL_ROUNDS);
  const rounds = /^\d$/u.test(wanted) ? Number(wanted) : 0;
  return rounds >= 1 && rounds <= MAX_ROUNDS
    ? success(rounds)
    : failure('usage', {
        severity: 'error',
        code: 'bad-rounds',
        message: `--rounds is a whole number from 1 to ${MAX_ROUNDS}.`,
      });
}

/**
 * Writes a plan that fixes the findings of a review into the batch's folder; nothing in it is run. A fix batch is reviewed like
 * any other, up to a number of rounds: any findings left then are for a person.
 */
export async function writeFixPlan(
  { context, stored, worktrees }: BatchContext,
  review: Review,
  { rounds, head }: { readonly rounds: number; readonly head: string },
): Promise<Result<FixPlan | undefined, AnyCode>> {
  const round = roundOf(stored.manifest) + 1;
  const { prefix } = worktrees.repository;
  const draft = fixPlan(review, stored.manifest, { round, prefix });
  if (draft === undefined) return success(undefined);
  if (round > rounds) return failure('problems', roundsOver(rounds));
  const text = printPlan(draft);
  const read = readPlan(text, 'fix.md');
  const wrong = read.ok
    ? assessPlan(read.value).problems.filter(({ severity }) => severity === 'error')
    : read.problems;
  if (wrong.length > 0) return failure('problems', ...wrong.map(notWritten));
  const isMerged = await isAncestor(worktrees, head, worktrees.repository.head);
  try {
    for (let number = 1; ; number++) {
      const path = join(stored.folder, `fix-${round}${number === 1 ? '' : `-${number}`}.md`);
      const file = displayPath(context.cwd, path);
      const found = { file, phases: draft.phases.length, round, isMerged };
      if (entryKind(path) === 'file') {
        const before = readText(path, text.length * 4 + 1_024);
        if (before.kind === 'text' && before.text === text) return success(found);
      } else if (entryKind(path) === 'absent' && (await createFile(path, text)) === 'created')
        return success(found);
    }
  } catch (error) {
    return failure('environment', {
      severity: 'error',
      code: 'fix-plan-not-written',
      message: `The plan that fixes it cannot be written: ${describeSystemError(error)}.`,
      file: displayPath(context.cwd, stored.folder),
      hint: 'Make room or give permission there, then review it again.',
    });
  }
}

function roundsOver(rounds: number): Problem<'rounds-over'> {
  return {
    severity: 'error',
    code: 'rounds-over',
    message: `There have been ${rounds === 1 ? 'one round' : `${rounds} rounds`} of fixes, and there are still findings: no further plan was made.`,
    hint: 'Check them yourself, or allow more: --rounds',
  };
}

function notWritten<Code extends string>(problem: Problem<Code>): Problem<Code> {
  return { ...problem, message: `The plan that fixes it would not be valid: ${problem.message}` };
}
