import { findProject, type Project, type ProjectProblemCode } from '../../batch/index.ts';
import { failure, type Result, success } from '../../diagnostics/index.ts';
import { type EvalFolder, evalFolder } from '../../evals/index.ts';
import { displayPath, isWithin } from '../../platform/index.ts';

/** Why a project has no folder for evals. */
export type EvalPlaceCode = ProjectProblemCode | 'state-outside-project';

/** The folder for a project's evals; a link that leads out of the project is refused. */
export function evalPlace(
  cwd: string,
): Result<{ readonly project: Project; readonly folder: EvalFolder }, EvalPlaceCode> {
  const project = findProject(cwd);
  if (!project.ok) return project;
  const { root, state } = project.value;
  const folder = evalFolder(state);
  const outside = [folder.root, folder.cache].find((path) => !isWithin(root, path));
  if (outside === undefined) return success({ project: project.value, folder });
  return failure('problems', {
    severity: 'error',
    code: 'state-outside-project',
    message: 'A link leads out of the project; nothing was read or written there.',
    file: displayPath(cwd, outside),
    hint: 'Remove the link.',
  });
}
