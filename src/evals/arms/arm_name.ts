import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import type { EvalProblemCode } from '../eval_problem.ts';

/** A way to answer a case, as a person names it. */
export type ArmRequest =
  | { readonly kind: 'plain'; readonly name: string }
  /** The plain request again: shows how far two answers to the same words differ by chance. */
  | { readonly kind: 'again'; readonly name: string }
  /** The plain request, with the values of the case's inputs as plain lines. */
  | { readonly kind: 'told'; readonly name: string }
  | { readonly kind: 'framework'; readonly name: string }
  /** A user's prompt, from a file. */
  | { readonly kind: 'file'; readonly name: string; readonly path: string }
  /** The framework at a git revision. */
  | { readonly kind: 'revision'; readonly name: string; readonly revision: string };

/** The arm that asks the same as `plain` and has answers of its own. */
export const AGAIN = 'again';

/** The arms that are compared by default. */
export const DEFAULT_ARMS = ['plain', 'framework'] as const;

/**
 * Reads the names of arms: `plain`, `again`, `told`, `framework`, `file:PATH`, `framework@REVISION`. Reports all invalid ones at
 * once.
 */
export function readArms(names: readonly string[]): Result<readonly ArmRequest[], EvalProblemCode> {
  const arms = [...new Set(names)].map((name) => ({
    name,
    arm: readArm(name),
    isRepeated: names.indexOf(name) !== names.lastIndexOf(name),
  }));
  const problems = arms.flatMap(({ name, arm, isRepeated }): Problem<EvalProblemCode>[] => {
    if (arm === undefined) return [badArm(name)];
    return isRepeated ? [givenAgain(name)] : [];
  });
  if (problems.length > 0) return failure('usage', ...problems);
  return success(arms.flatMap(({ arm }) => arm ?? []));
}

function givenAgain(name: string): Problem<EvalProblemCode> {
  const message = `The arm ${JSON.stringify(name.slice(0, 100))} is given more than once.`;
  return { severity: 'error', code: 'arm-given-twice', message };
}

function readArm(name: string): ArmRequest | undefined {
  if (name === 'plain' || name === AGAIN || name === 'told' || name === 'framework')
    return { kind: name, name };
  const [, path] = /^file:(.+)$/su.exec(name) ?? [];
  if (path !== undefined) return { kind: 'file', name, path };
  // Anything that begins with a hyphen would be an option of git.
  const [, revision] = /^framework@([^-\s][^\s]*)$/u.exec(name) ?? [];
  return revision === undefined ? undefined : { kind: 'revision', name, revision };
}

function badArm(name: string): Problem<EvalProblemCode> {
  return {
    severity: 'error',
    code: 'bad-arm',
    message: `${JSON.stringify(name.slice(0, 100))} is not the name of an arm.`,
    hint: 'Arms are plain, again, told, framework, file:PATH, and framework@REVISION.',
  };
}
