import { basename, dirname, join } from 'node:path';
import { failure, type Problem, type Result } from '../../diagnostics/index.ts';
import {
  createReadOnlyGit,
  displayPath,
  type Git,
  gitFault,
  realPath,
  replaceFile,
  withTemporaryFolder,
} from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import { openWorkspace, type Workspace, type WorkspaceProblemCode } from '../workspace.ts';

/** Failures of reading a revision. */
export type RevisionProblemCode = 'revision-no-goal-map' | 'revision-unknown' | 'revision-unreadable';

/** The folders read at a revision beside the goal map. */
const READ = ['components', 'templates'] as const;

/** The largest file that is read, in bytes. */
const LARGEST = 4 * 1024 * 1024;

/**
 * Opens goal map, components and templates as they were at a git revision, while a callback runs. They are read from
 * git objects; the working tree, the index and the branch are not touched. Anything that the revision lacks comes from the
 * user's layer and the installed one, as usual.
 */
export async function withRevision<Value, Code extends string>(
  context: OperationContext,
  { goalMap }: Workspace,
  revision: string,
  use: (workspace: Workspace) => Promise<Result<Value, Code>>,
): Promise<Result<Value, Code | RevisionProblemCode | WorkspaceProblemCode>> {
  if (goalMap.path === null) return failure('usage', NO_GOAL_MAP);
  const path = realPath(goalMap.path);
  const [project, name] = [dirname(path), basename(path)];
  const git = createReadOnlyGit(context.env);
  const commit = await git.run(project, ['rev-parse', '--verify', '--quiet', `${revision}^{commit}`]);
  if (commit.kind !== 'ended' || commit.code !== 0) {
    const why = commit.kind === 'ended' ? 'git has no such revision here' : (gitFault(commit) ?? '');
    return failure('usage', unknown(revision, why, displayPath(context.cwd, project)));
  }
  const id = commit.stdout.toString('utf8').trim();
  return withTemporaryFolder(async (folder) => {
    const read = await extract(git, { project, commit: id, folder, paths: [name, ...READ] });
    if (read.fault !== undefined) return failure('environment', unreadable(revision, read.fault));
    if (!read.paths.includes(name)) return failure('usage', noGoalMapThen(revision, name));
    const opened = await openWorkspace({ ...context, cwd: folder }, { goalMap: name });
    const result: Result<Value, Code | WorkspaceProblemCode> = opened.ok ? await use(opened.value) : opened;
    return result.ok
      ? result
      : { ...result, problems: result.problems.map((one) => renamed(one, folder, revision)) };
  });
}

async function extract(
  git: Git,
  {
    project,
    commit,
    folder,
    paths,
  }: {
    readonly project: string;
    readonly commit: string;
    readonly folder: string;
    /** Relative to the project's folder. */
    readonly paths: readonly string[];
  },
): Promise<{ readonly paths: readonly string[]; readonly fault: string | undefined }> {
  const files: { readonly object: string; readonly path: string }[] = [];
  const listed = await git.records(project, ['ls-tree', '-r', '-z', commit, '--', ...paths], (record) => {
    // Links and submodules are not library files.
    const [, object, path] = /^100\d{3} blob ([0-9a-f]+)\t(.+)$/su.exec(record) ?? [];
    if (object !== undefined && path !== undefined && !path.split('/').includes('..'))
      files.push({ object, path });
  });
  const found = files.map(({ path }) => path);
  const fault = gitFault(listed);
  if (fault !== undefined) return { paths: found, fault };
  for (const { object, path } of files) {
    const read = await git.run(project, ['cat-file', 'blob', object], { limit: LARGEST });
    if (read.kind !== 'ended' || read.code !== 0)
      return { paths: found, fault: `${path}: ${gitFault(read) ?? ''}` };
    await replaceFile(join(folder, path), read.stdout.toString('utf8'));
  }
  return { paths: found, fault: undefined };
}

/** Names a problem's file of the revision as git does. */
function renamed<Code extends string>(
  problem: Problem<Code>,
  folder: string,
  revision: string,
): Problem<Code> {
  const { file } = problem;
  if (file === undefined) return { ...problem, message: `At ${revision}: ${problem.message}` };
  const inside = file.startsWith(folder) ? file.slice(folder.length + 1) : file.replace(/^\.\//u, '');
  return { ...problem, file: `${revision}:${inside}` };
}

const NO_GOAL_MAP: Problem<RevisionProblemCode> = {
  severity: 'error',
  code: 'revision-no-goal-map',
  message: 'framework@REVISION needs a goal map in a git repository, and the built-in one is used here.',
  hint: 'Run this in a project with a goal_map.json; `orchestrator init` makes one.',
};

function noGoalMapThen(revision: string, name: string): Problem<RevisionProblemCode> {
  return {
    severity: 'error',
    code: 'revision-no-goal-map',
    message: `The goal map was not in git at ${revision}.`,
    file: `${revision}:${name}`,
    hint: 'Name a revision that has it under this name.',
  };
}

function unknown(revision: string, why: string, file: string): Problem<RevisionProblemCode> {
  const message = `The revision ${JSON.stringify(revision.slice(0, 100))} cannot be used: ${why}.`;
  return { severity: 'error', code: 'revision-unknown', message, file };
}

function unreadable(revision: string, why: string): Problem<RevisionProblemCode> {
  const message = `Goal map and library cannot be read at ${revision}: ${why}.`;
  return { severity: 'error', code: 'revision-unreadable', message };
}
