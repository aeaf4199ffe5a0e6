import { dirname, join, resolve } from 'node:path';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { findGoalMap } from '../../framework/index.ts';
import {
  copyTree,
  createGit,
  describeSystemError,
  displayPath,
  entryKind,
  gitFault,
  makeTemporaryFolder,
  namesIn,
  systemErrorCode,
} from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';

/** The codes with which copying the example can fail. */
export type ExampleProblemCode = 'example-there' | 'example-not-made' | 'installation-damaged';

/** The example's path in the installation. */
const EXAMPLE = 'examples/units';
const GOAL_MAP = 'goal_map.json';

/**
 * Copies the example to a folder of its own, as a repository with one commit. By default it goes into a temporary one, so that
 * nothing is left in the user's folder.
 *
 * @returns the folder, absolute
 */
export async function copyExample(
  { cwd, env, installation }: Pick<OperationContext, 'cwd' | 'env' | 'installation'>,
  wanted: string | undefined,
): Promise<Result<string, ExampleProblemCode>> {
  const source = join(installation, EXAMPLE);
  if (entryKind(source) !== 'folder') {
    return notMade('installation-damaged', 'The example is not there', source, 'Install orchestrator again.');
  }
  const given = wanted === undefined ? undefined : resolve(cwd, wanted);
  if (given !== undefined) {
    const kind = entryKind(given);
    if (kind !== 'absent' && (kind !== 'folder' || namesIn(given).length > 0)) {
      return failure('usage', {
        severity: 'error',
        code: 'example-there',
        message: 'Something already exists where the example would go. Nothing was changed.',
        file: displayPath(cwd, given),
        hint: 'Name a folder that does not exist yet, or none to use a temporary one.',
      });
    }
  }
  const git = createGit(env);
  const missing = gitFault(await git.run(cwd, ['--version']));
  if (missing !== undefined) {
    return notMade('example-not-made', `The example needs git: ${missing}`, displayPath(cwd, given ?? cwd));
  }
  let folder = given ?? '';
  try {
    folder = given ?? join(makeTemporaryFolder(), 'units');
    // Its tape was recorded with the built-in goals; goals of a surrounding project would not match.
    const around = findGoalMap(dirname(folder));
    await copyTree(source, folder);
    if (around !== undefined) await copyTree(join(installation, GOAL_MAP), join(folder, GOAL_MAP));
  } catch (error) {
    if (systemErrorCode(error) === '') throw error;
    return notMade('example-not-made', `The example cannot be copied: ${describeSystemError(error)}`, folder);
  }
  for (const args of [
    ['init', '--quiet', '--initial-branch=main'],
    ['add', '--all', '--force'],
    ['commit', '--quiet', '--message', 'The example as it comes'],
  ]) {
    const fault = gitFault(await git.run(folder, args));
    if (fault !== undefined)
      return notMade('example-not-made', `git cannot make a repository of the example: ${fault}`, folder);
  }
  return success(folder);
}

function notMade(
  code: ExampleProblemCode,
  what: string,
  file: string,
  hint?: string,
): Result<never, ExampleProblemCode> {
  const message = `${what.replace(/[.]$/u, '')}.`;
  const problem: Problem<ExampleProblemCode> = { severity: 'error', code, message, file };
  return failure('environment', hint === undefined ? problem : { ...problem, hint });
}
