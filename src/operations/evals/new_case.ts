import { join, resolve } from 'node:path';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { type EvalProblemCode, scaffoldCase } from '../../evals/index.ts';
import { chooseGoal, type GoalChoiceCode } from '../../framework/index.ts';
import { createFile, describeSystemError, displayPath, entryKind, remedyFor } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import type { Workspace } from '../workspace.ts';

/** The scaffold of a case. */
export type NewCase = {
  readonly goal: string;
  /** The path as the user would write it, with a slash at the end. */
  readonly folder: string;
  readonly files: readonly { readonly path: string; readonly text: string }[];
};

/** Why a case cannot be created. */
export type NewCaseCode = GoalChoiceCode | EvalProblemCode | 'bad-case-name' | 'cannot-write';

/** Creates the scaffold of a case; an existing one is left unchanged. */
export async function newCase(
  { cwd }: OperationContext,
  { goalMap }: Workspace,
  request: { readonly goal: string; readonly name: string; readonly cases: string; readonly dryRun: boolean },
): Promise<Result<NewCase, NewCaseCode>> {
  const goal = chooseGoal(goalMap, request.goal);
  if (!goal.ok) return goal;
  if (!/^[\p{L}\p{N}][\p{L}\p{N}_.-]{0,99}$/u.test(request.name))
    return failure('usage', badName(request.name));
  const path = join(resolve(cwd, request.cases), goal.value.name, request.name);
  const folder = `${displayPath(cwd, path)}/`;
  if (entryKind(path) !== 'absent') return failure('problems', alreadyThere(folder));
  const files = scaffoldCase(goal.value.inputs);
  try {
    if (!request.dryRun) for (const file of files) await createFile(join(path, file.path), file.text);
  } catch (error) {
    const why = describeSystemError(error);
    const message = `The case cannot be written completely: ${why}.`;
    const problem = { severity: 'error', code: 'cannot-write', message, file: folder } as const;
    return failure('environment', { ...problem, ...remedyFor(why) });
  }
  return success({ goal: goal.value.name, folder, files });
}

function badName(name: string): Problem<'bad-case-name'> {
  return {
    severity: 'error',
    code: 'bad-case-name',
    message: `${JSON.stringify(name.slice(0, 100))} cannot be the name of a case.`,
    hint: 'Use letters, digits, _, - and dots, and begin with a letter or a digit.',
  };
}

function alreadyThere(file: string): Problem<EvalProblemCode> {
  const message = 'There is already a case of that name; nothing was written.';
  return { severity: 'error', code: 'case-exists', message, file, hint: 'Give it another name.' };
}
