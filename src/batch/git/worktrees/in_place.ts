import { join } from 'node:path';
import { failure, type Result, success } from '../../../diagnostics/index.ts';
import {
  describeSystemError,
  entryKind,
  type Git,
  type GitOptions,
  GitRefused,
  isSharedFolder,
  namesIn,
  realPath,
  removeFile,
} from '../../../platform/index.ts';
import { openRepository, type Repository } from './repository.ts';
import { type WorktreeProblemCode, worktreeFailure } from './worktree_problem.ts';

/** A project without git that a batch works on in place: a repository of the program's own records its files. */
export type InPlace = { readonly git: Git; readonly repository: Repository };

/** Checks that a project is not in git, as working in place requires. */
export async function checkInPlace(
  git: Git,
  folder: string,
): Promise<Result<undefined, WorktreeProblemCode>> {
  // All files below it would be recorded.
  if (isSharedFolder(folder))
    return worktreeFailure(
      'usage',
      'worktree-folder-outside',
      `${folder} is not a folder of a project: it is a home folder or a shared folder.`,
      'Create a folder for the project and run this there.',
    );
  const found = await openRepository(git, folder);
  if (!found.ok) {
    const [fault] = found.problems;
    return fault?.code === 'not-a-repository' && found.cause === 'problems' ? success(undefined) : found;
  }
  return failure('usage', {
    severity: 'error',
    code: 'is-a-repository',
    message: `${found.value.top} is a git repository, where each attempt gets a worktree of its own; --in-place is for projects without git.`,
    hint: 'Remove --in-place.',
  });
}

/**
 * Opens the repository of a project that is worked on in place, in `.orchestrator/in-place.git`, and creates it if needed. Every
 * call of git uses it. Its head is the current files, which are not changed.
 */
export async function openInPlace(git: Git, folder: string): Promise<Result<InPlace, WorktreeProblemCode>> {
  const project = realPath(folder);
  const commonDir = join(project, '.orchestrator', 'in-place.git');
  const here = { GIT_DIR: commonDir, GIT_COMMON_DIR: commonDir, GIT_WORK_TREE: project };
  const within = <Options extends GitOptions>(options: Options | undefined) => ({
    ...options,
    env: { ...here, ...options?.env },
  });
  const own: Git = {
    run: (cwd, args, options) => git.run(cwd, args, within(options)),
    records: (cwd, args, take, options) => git.records(cwd, args, take, within(options)),
  };
  const ask = async (...args: readonly string[]) => {
    const outcome = await own.run(project, args);
    if (outcome.kind !== 'ended' || outcome.code !== 0) throw new GitRefused(outcome);
    return outcome.stdout.toString('utf8').trim();
  };
  try {
    forgetSettings(commonDir);
    await ask('init', '--quiet', '--object-format=sha1', '--initial-branch=files');
    await ask('add', '--all', '--', '.', ':(exclude,top).orchestrator');
    const tree = await ask('write-tree');
    const before = await own.run(project, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']);
    const parent = before.kind === 'ended' && before.code === 0 ? before.stdout.toString('utf8').trim() : '';
    const isSame = parent !== '' && (await ask('rev-parse', `${parent}^{tree}`)) === tree;
    const parents = parent === '' ? [] : ['-p', parent];
    const head = isSame
      ? parent
      : await ask('commit-tree', tree, ...parents, '-m', 'The files as a run found them');
    if (!isSame) await ask('update-ref', 'HEAD', head);
    return success({
      git: own,
      repository: {
        project,
        prefix: '',
        top: project,
        commonDir,
        ownDir: commonDir,
        head,
        hasSubmodules: false,
      },
    });
  } catch (error) {
    if (!(error instanceof GitRefused)) throw error;
    const message = `The state of the files cannot be recorded in ${commonDir}: ${error.message}`;
    return worktreeFailure(
      'environment',
      'git-unusable',
      message,
      'Fix that and run the same command again.',
    );
  }
}

/**
 * Makes git start with settings of its own: a project from elsewhere can contain such a repository, whose settings name programs
 * that git would run.
 *
 * @throws when the path is not a folder, or they cannot be removed
 */
function forgetSettings(commonDir: string): void {
  const kind = entryKind(commonDir);
  if (kind === 'absent') return;
  const isLink = (name: string) => entryKind(join(commonDir, name)) === 'link';
  if (kind !== 'folder' || [...namesIn(commonDir), 'objects/info'].some(isLink))
    throw new GitRefused('it is not a folder, or there are links in it');
  const files = ['config', 'config.worktree', 'info/attributes', 'objects/info/alternates'];
  try {
    for (const file of files.map((name) => join(commonDir, name))) {
      if (entryKind(file) !== 'absent') removeFile(file);
    }
  } catch (error) {
    throw new GitRefused(describeSystemError(error));
  }
}
