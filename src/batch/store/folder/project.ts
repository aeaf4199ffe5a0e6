import { dirname, join, resolve } from 'node:path';
import { failure, type Problem, type Result, success } from '../../../diagnostics/index.ts';
import { displayPath, entryKind, findUpward, isSharedFolder, isWithin } from '../../../platform/index.ts';

/** The folder in a project's root that holds the program's state. */
const STATE_FOLDER = '.orchestrator';

/** A project, and the folder of its state. Both absolute. */
export type Project = { readonly root: string; readonly state: string };

/** The folder of the batches that are kept in a project's state folder, by number. */
export function batchesFolder({ state }: Project): string {
  return join(state, 'batches');
}

/** The folder of those that are archived. */
export function archiveFolder({ state }: Project): string {
  return join(state, 'archive');
}

/**
 * The path of such a batch from the root of its project, for machines that receive the project as a commit.
 *
 * @param file - the name of a file in it
 */
export function pathInProject(batch: number, file?: string): string {
  return [STATE_FOLDER, 'batches', batch, ...(file === undefined ? [] : [file])].join('/');
}

/** Problems with the location of a project's state. */
export type ProjectProblemCode = 'state-outside-project' | 'state-not-a-folder';

/**
 * Finds the project that a folder belongs to. Its root is the top of the git work tree; without one, the nearest folder upward
 * that has a `.orchestrator`, else the nearest that has a goal map, else the folder itself. The git top comes first because the
 * files a plan declares, and the worktrees of its phases, are those of the repository. Such files in a home folder or a shared
 * temporary folder are no sign for the folders below it.
 */
export function findProject(cwd: string): Result<Project, ProjectProblemCode> {
  const isSign = (path: string): boolean =>
    path.endsWith('/.git') || dirname(path) === resolve(cwd) || !isSharedFolder(dirname(path));
  const found = ['.git', STATE_FOLDER, 'goal_map.json'].map((name) => findUpward(cwd, name));
  const sign = found.find((path) => path !== undefined && isSign(path));
  const root = sign === undefined ? cwd : dirname(sign);
  const state = join(root, STATE_FOLDER);
  const project = { root, state };
  for (const folder of [state, batchesFolder(project), archiveFolder(project)]) {
    const problem = faultOf(folder, root, displayPath(cwd, folder));
    if (problem !== undefined) return failure('problems', problem);
  }
  return success(project);
}

/** Files that come with a repository must not lead out of it. */
function faultOf(folder: string, root: string, file: string): Problem<ProjectProblemCode> | undefined {
  if (!isWithin(root, folder))
    return {
      severity: 'error',
      code: 'state-outside-project',
      message: 'A link leads out of the project; nothing was written there.',
      file,
      hint: 'Remove the link.',
    };
  const kind = entryKind(folder);
  if (kind === 'absent' || kind === 'folder' || kind === 'link') return undefined;
  return {
    severity: 'error',
    code: 'state-not-a-folder',
    message: 'Batches are stored here, but this is not a readable folder.',
    file,
    hint: 'Move it away.',
  };
}
