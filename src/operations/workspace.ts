import { dirname, join, resolve } from 'node:path';
import { failure, type Result, success } from '../diagnostics/index.ts';
import {
  findGoalMap,
  type GoalMap,
  type GoalMapProblemCode,
  type Library,
  readBuiltIn,
  readBuiltInComponent,
  readGoalMap,
} from '../framework/index.ts';
import { displayPath, isFolder } from '../platform/index.ts';
import type { OperationContext } from './context.ts';

/** The sources of goals, components and templates. */
export type Workspace = {
  readonly goalMap: GoalMap;
  readonly library: Library;
  /** Folders of templates that override the built-in ones, in order of precedence. */
  readonly templateFolders: readonly string[];
};

/** Replacements for the sources found by default. Paths are relative to the working directory. */
export type WorkspaceOptions = {
  readonly goalMap?: string;
  /** Takes the place of the project's own components, which come first. */
  readonly library?: string;
};

export type WorkspaceProblemCode = GoalMapProblemCode | 'library-absent';

/**
 * Opens the goal map (the one named, else the nearest upward, else the built-in one) and the layers of the library:
 * project, then user, then built-in.
 */
export async function openWorkspace(
  context: OperationContext,
  options: WorkspaceOptions,
): Promise<Result<Workspace, WorkspaceProblemCode>> {
  const { cwd, userFolder, installation, log } = context;
  const named = options.library === undefined ? undefined : resolve(cwd, options.library);
  if (named !== undefined && !isFolder(named)) {
    return failure('usage', {
      severity: 'error',
      code: 'library-absent',
      message: 'There is no such library folder.',
      file: displayPath(cwd, named),
      hint: '--library names a folder that holds personas/, protocols/ and constraints/.',
    });
  }
  const path = options.goalMap === undefined ? findGoalMap(cwd) : resolve(cwd, options.goalMap);
  log(`goal map: ${path ?? 'the built-in one'}`);
  const builtIn = readBuiltIn(installation);
  const goalMap =
    path === undefined ? success({ path: null, goals: builtIn.goals }) : await readGoalMap(path, cwd);
  if (!goalMap.ok) {
    const absent = goalMap.problems.some((problem) => problem.code === 'goal-map-absent');
    return absent ? { ...goalMap, cause: 'usage' } : goalMap;
  }
  const project = path === undefined ? undefined : dirname(path);
  const components = named ?? (project === undefined ? undefined : join(project, 'components'));
  const library: Library = [
    ...(components === undefined ? [] : [{ name: 'project', folder: components } as const]),
    ...(userFolder === null ? [] : [{ name: 'user', folder: join(userFolder, 'components') } as const]),
    {
      name: 'built-in',
      folder: join(installation, 'components'),
      components: builtIn.components,
      read: (name) => readBuiltInComponent(installation, name),
    },
  ];
  for (const { name, folder } of library) log(`library, ${name}: ${folder}`);
  const templateFolders = [project, userFolder].flatMap((folder) =>
    folder ? [join(folder, 'templates')] : [],
  );
  return success({ goalMap: goalMap.value, library, templateFolders });
}
