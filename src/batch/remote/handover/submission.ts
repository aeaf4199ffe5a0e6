import { dirname, join } from 'node:path';
import { failure, type Result, success } from '../../../diagnostics/index.ts';
import { printableLine, shellWord } from '../../../lib/index.ts';
import {
  type FileSet,
  type GitOutcome,
  GitRefused,
  gitFault,
  makeFolders,
  removeTree,
  replaceFile,
  withTemporaryFile,
} from '../../../platform/index.ts';
import type { BatchManifest } from '../../generated/batch.ts';
import { commitTree } from '../../git/integration/index.ts';
import type { WorktreeContext } from '../../git/worktrees/index.ts';
import { MANIFEST_FILE, pathInProject } from '../../store/folder/index.ts';
import { LOCK_FOLDER } from '../../store/read_history.ts';
import { submissionRef } from '../../store/refs.ts';
import { MAX_BUNDLE, MAX_LOG, MAX_RESULT } from './read_handover.ts';

/** The PRP under which a placement carries out a whole batch. */
export const CONTROLLER = 'controller';

/**
 * Makes the commit that is sent to a placement to carry out a whole batch: the batch's files, on top of the commit that its
 * phases continue from, which is sent with it.
 *
 * @throws when git cannot make it
 */
export async function writeSubmission(
  context: WorktreeContext,
  of: {
    readonly part: BatchManifest;
    /** Its other files. */
    readonly files: FileSet;
    readonly head: string;
    /** The hashes of the commands that may run there. */
    readonly approved: readonly string[];
  },
): Promise<string> {
  const approved = jsonText({ schema: APPROVED_SCHEMA, commands: of.approved });
  const others = [{ name: APPROVED_FILE, text: approved }, ...of.files.filter(({ name }) => !OWN.has(name))];
  const tree = await withTemporaryFile(MANIFEST_FILE, jsonText(of.part), async (file) => {
    const paths = [file, ...others.map(({ name }) => join(dirname(file), name))];
    if (paths.some((path) => path.includes('\n'))) throw new GitRefused('a path has a line break in it');
    for (const [at, { text }] of others.entries()) await replaceFile(paths[at + 1] ?? '', text);
    const hashes = await asked(
      context,
      ['hash-object', '-w', '--no-filters', '--stdin-paths'],
      paths.map((path) => `${path}\n`).join(''),
    );
    const blobs = hashes.split('\n');
    const names = [MANIFEST_FILE, ...others.map(({ name }) => name)];
    const entries = names.map((name, at) => `100644 blob ${blobs[at]}\t${name}\0`);
    const files = await asked(context, ['mktree', '-z'], entries.join(''));
    return asked(context, ['mktree', '-z'], `040000 tree ${files}\tbatch\0`);
  });
  const message = `Batch ${of.part.batch}, handed over whole\n`;
  const commit = await commitTree(context, { tree, parents: [of.head], message });
  await asked(context, ['update-ref', submissionRef(of.part.batch), commit]);
  return commit;
}

/** The file of a handed-over batch with the commands that may run there. */
const APPROVED_FILE = 'approved.json';

/** The files that are made for the handover. */
const OWN: ReadonlySet<string> = new Set([MANIFEST_FILE, APPROVED_FILE]);

const APPROVED_SCHEMA = 'orchestrator.approved-commands/1';

function jsonText(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

/** The hashes of the approved commands in such a file; `undefined` where it is invalid. */
export function readApproved(text: string): ReadonlySet<string> | undefined {
  try {
    const { schema, commands } = JSON.parse(text);
    return schema === APPROVED_SCHEMA && Array.isArray(commands) ? new Set(commands) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The command that carries out a whole batch where it was sent: it makes a clone beside its worktree, which stays when a queue
 * restarts the job, runs the batch there in the ordinary way, and puts the outcome of each phase into the worktree, to be brought
 * back.
 */
export function controllerCommand({
  batch,
  head,
  prefix,
  program,
  flags,
}: {
  readonly batch: number;
  readonly head: string;
  /** The project's path below the repository's top, with `/` at its end. */
  readonly prefix: string;
  readonly program: string;
  /** The flags of `batch run`, as words. */
  readonly flags: readonly string[];
}): readonly [string, ...string[]] {
  const run = shellWord(program);
  const own = shellWord(prefix + pathInProject(batch));
  const lines = [
    'here=$PWD top=$(cd .. && pwd)/batch',
    `command -v ${run} >/dev/null || { echo ${shellWord(`There is no program ${program} here, in the PATH that a command has. Install it, or name it with --program.`)}; exit 127; }`,
    // When the job is preempted, the run in it gets this time to end its work under way.
    'echo 60 >../grace',
    'if [ ! -d "$top" ]; then',
    '  rm -rf "$top.new" && git clone -q --shared --no-checkout . "$top.new" &&',
    `    git -C "$top.new" checkout -q -B handed-over ${head} && mkdir -p "$top.new"/${own} &&`,
    `    cp batch/* "$top.new"/${own}/ && mv "$top.new" "$top" || exit 3`,
    'fi',
    `cd "$top"/${shellWord(prefix === '' ? '.' : prefix)} || exit 3`,
    // A job exists only once there: the previous holder of the batch's lock was lost with its node.
    `rm -rf ${shellWord(pathInProject(batch, LOCK_FOLDER))}`,
    'trap : TERM',
    `${run} batch run ${batch} --yes --no-input --only-approved ${shellWord(pathInProject(batch, APPROVED_FILE))} ${flags.map(shellWord).join(' ')}`,
    'code=$?',
    `rm -rf "$here/${RESULTS}"`,
    `${run} batch export ${batch} --as results --to "$here/${RESULTS}" || exit 3`,
    'exit "$code"',
  ];
  return ['sh', '-c', lines.join('\n')];
}

/** The folder of the phases' results in the returned files. */
const RESULTS = 'results';

/** Problems with the files that a placement returns for a whole batch. */
export type SubmissionCode = 'no-results' | 'results-refused';

/**
 * Writes the results that a placement returned into a folder, as `batch import` takes them; replaces what was there. Accepts only
 * files named like results of these phases, no larger than such results may be, and applies no filters to them.
 */
export async function takeResults(
  { git, repository }: WorktreeContext,
  {
    commit,
    folder,
    prps,
  }: {
    readonly commit: string;
    readonly folder: string;
    /** The phases that were handed over. */
    readonly prps: ReadonlySet<string>;
  },
): Promise<Result<undefined, SubmissionCode>> {
  const env = { GIT_DIR: repository.commonDir, GIT_WORK_TREE: folder };
  const refuse = (code: SubmissionCode, message: string) =>
    failure('problems', { severity: 'error', code, message } as const);
  const bad: string[] = [];
  let count = 0;
  let bytes = 0;
  const take = (record: string) => {
    const [, size = '', prp = '', kind = ''] = RESULT.exec(record) ?? [];
    const isOne = prps.has(prp) && Number(size) <= (MAX_BYTES[kind] ?? 0);
    count += 1;
    bytes += Number(size);
    if (!isOne && bad.length < 1) bad.push(record);
  };
  const tree = `${commit}:${RESULTS}`;
  const listed = await git.records(repository.commonDir, ['ls-tree', '-z', '-l', tree], take, {
    env: { GIT_DIR: repository.commonDir },
  });
  if (gitFault(listed) !== undefined || count === 0)
    return refuse('no-results', 'No result of any phase came back.');
  if (bad.length > 0)
    return refuse(
      'results-refused',
      `The returned files include something other than results of the phases that were handed over, or an oversized one: ${printableLine(bad[0] ?? '').slice(0, 200)}`,
    );
  if (bytes > MAX_IN_ALL)
    return refuse(
      'results-refused',
      `The returned files have ${Math.round(bytes / 1_048_576)} MiB in ${count} files; at most ${MAX_IN_ALL / 1_048_576} MiB are accepted.`,
    );
  await removeTree(folder);
  makeFolders(folder);
  return withTemporaryFile('index', '', async (file) => {
    const options = { env, indexFile: `${file}.new` };
    const steps: GitOutcome[] = [await git.run(folder, ['read-tree', tree], options)];
    if (gitFault(steps[0] as GitOutcome) === undefined)
      steps.push(await git.run(folder, ['checkout-index', '--all', '--force'], options));
    const fault = steps.map(gitFault).find((each) => each !== undefined);
    return fault === undefined
      ? success(undefined)
      : refuse(
          'results-refused',
          `The returned files cannot be written: ${printableLine(fault).slice(0, 300)}`,
        );
  });
}

const RESULT = /^100644 blob [0-9a-f]+ +(\d+)\t(PRP-\d+\.\d+\.\d+)\.(handover\.json|bundle|log)$/u;

/** The largest file of each kind, as its reader accepts it. */
const MAX_BYTES: Readonly<Record<string, number>> = {
  'handover.json': MAX_RESULT,
  bundle: MAX_BUNDLE,
  log: MAX_LOG,
};

/** The limit for all files together: they are written to this machine's disk before anybody has checked them. */
const MAX_IN_ALL = 4 * MAX_BUNDLE;

/** Deletes the ref of a handed-over batch. */
export async function dropSubmission({ git, repository }: WorktreeContext, batch: number): Promise<void> {
  // A ref that is still there is overwritten by the next one.
  await git.run(repository.commonDir, ['update-ref', '-d', submissionRef(batch)], {
    env: { GIT_DIR: repository.commonDir },
  });
}

async function asked(
  { git, repository }: WorktreeContext,
  args: readonly string[],
  input?: string,
): Promise<string> {
  const outcome = await git.run(repository.commonDir, args, {
    env: { GIT_DIR: repository.commonDir },
    ...(input === undefined ? {} : { input }),
  });
  if (outcome.kind !== 'ended' || outcome.code !== 0) throw new GitRefused(outcome);
  return outcome.stdout.toString('utf8').trim();
}
