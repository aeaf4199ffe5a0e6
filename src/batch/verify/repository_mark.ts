import { join } from 'node:path';
import { type Result, success } from '../../diagnostics/index.ts';
import {
  fingerprintOf,
  type Git,
  type GitOutcome,
  gitFault,
  isMachineFault,
  namesIn,
  namesMarked,
  sha256,
} from '../../platform/index.ts';
import { workingRecord, worktreeRecord } from '../git/worktrees/worktree_record.ts';
import { type EvidenceProblemCode, evidenceFailure } from './evidence_problem.ts';
import { ownDirOf, textOf } from './own_dir.ts';
import { listRefs } from './ref_list.ts';
import { refLog } from './ref_log.ts';
import type { VerifyContext } from './verify_context.ts';

/** A fingerprint of a repository: everything shared by all worktrees that an attempt must not change. */
export type RepositoryMark = {
  /** Each setting with its values, by scope (`local`, `worktree`, `global`, `system`) and name. */
  readonly settings: ReadonlyMap<string, string>;
  /** The folders where git looks for hooks; absolute. */
  readonly hookFolders: readonly string[];
  /** The fingerprint of each path in them, by absolute path. */
  readonly hooks: ReadonlyMap<string, string>;
  /** Ignore files, attributes and everything else in git's `info`, by absolute path. */
  readonly info: ReadonlyMap<string, string>;
  /** The settings, the patterns of a sparse checkout, and the `.git` of the attempt's own worktree, by absolute path. */
  readonly own: ReadonlyMap<string, string>;
  /** The commit of each ref, and of the user's `HEAD`; without the refs that this program moves. */
  readonly refs: ReadonlyMap<string, string>;
  /** The branch the user is on; empty for none. */
  readonly branch: string;
  /** The commits of the user's stash, each with its message. */
  readonly stash: ReadonlyMap<string, string>;
  /** Changes with the content of the index of the user's checkout, not with its file time. */
  readonly index: string;
  /** The git folder of the user's checkout alone. */
  readonly ownDir: string;
};

/** Fingerprints a repository before an attempt begins, and again when it is over. */
export async function markRepository(
  context: VerifyContext,
): Promise<Result<RepositoryMark, EvidenceProblemCode>> {
  const { git, repository, worktree, signal } = context;
  const { top, commonDir } = repository;
  const settings = await git.run(top, ['config', '--list', '--null', '--show-scope'], { signal });
  const set = settingsIn(printed(settings));
  const hooksPath = [...set.keys()].some((key) => key.endsWith(' core.hookspath'))
    ? await git.run(top, ['config', '--null', '--show-scope', '--type=path', '--get-all', 'core.hooksPath'], {
        signal,
      })
    : undefined;
  const refs = await listRefs(context, set);
  const { ownDir, head, branch, outcomes } = headInFile(context, refs.text) ?? (await ownHead(context));
  const { index, listed } = await indexMark(context, ownDir);
  if (signal.aborted) return evidenceFailure('interrupted', 'interrupted', 'It was cancelled.');
  // A failed call would look like a change.
  const faults = [
    ...[settings, refs.asked, listed].map((outcome) => outcome && gitFault(outcome)),
    // Exit code 1 means that there is none.
    ...[...outcomes, ...(hooksPath === undefined ? [] : [hooksPath])].map((outcome) =>
      outcome.kind === 'ended' && outcome.code === 1 ? undefined : gitFault(outcome),
    ),
  ];
  const fault = faults.find((why) => why !== undefined);
  if (fault !== undefined) {
    const code = isMachineFault(fault) ? 'system-refused' : 'repository-unreadable';
    const message = `Git cannot read the settings and refs of ${top}: ${fault}`;
    const hint =
      code === 'system-refused' ? 'Fix that and run the batch again.' : 'Check the content of .git/config.';
    return evidenceFailure('environment', code, message, hint);
  }
  const record = worktreeRecord(repository, worktree);
  const hookFolders = hookFoldersOf(context, hooksPath === undefined ? '' : toldIn(printed(hooksPath)));
  return success({
    settings: set,
    hookFolders,
    hooks: hooksIn(hookFolders),
    // The files `git gc` writes for fetches over plain HTTP list refs, which are checked themselves.
    info: new Map([
      ...[...entriesOf(join(commonDir, 'info'))].filter(([path]) => path !== join(commonDir, 'info', 'refs')),
      ...fingerprints([join(commonDir, 'objects/info/alternates')]),
    ]),
    own: new Map([
      ...fingerprints([
        join(worktree.path, '.git'),
        ...(record === undefined ? [] : ownPlaces(worktree).map((name) => join(record, name))),
      ]),
      ...sparsePatterns(context, record),
    ]),
    refs: refsIn(`${refs.text}\nHEAD\0${head}`),
    branch,
    stash: new Map(refLog(commonDir, 'refs/stash').map(({ to, message }) => [to, message])),
    index,
    ownDir: ownDir || commonDir,
  });
}

/** Returns the files that make a folder the working tree, or the clone, it was created as. */
function ownPlaces({ isClone }: VerifyContext['worktree']): readonly string[] {
  return isClone ? ['commondir', 'objects/info/alternates'] : ['config.worktree', 'commondir'];
}

/** The file of a sparse checkout's patterns in a worktree's record. */
export const SPARSE_PATTERNS = 'info/sparse-checkout';

/**
 * Returns the patterns where git in the worktree looks for them, under the name of the record that the sandbox may have copied.
 */
function sparsePatterns(
  { repository, worktree }: VerifyContext,
  record: string | undefined,
): [path: string, print: string][] {
  const working = workingRecord(repository, worktree);
  if (record === undefined || working === undefined) return [];
  return [[join(record, SPARSE_PATTERNS), fingerprintOf(join(working, SPARSE_PATTERNS))]];
}

/** The own git folder of the user's checkout, its commit, and its branch; each empty if there is none. */
type OwnHead = {
  readonly ownDir: string;
  readonly head: string;
  readonly branch: string;
  readonly outcomes: readonly GitOutcome[];
};

/**
 * Reads the checkout's HEAD file, with the refs git has listed. `undefined` where only git knows: the checkout has another
 * repository by now, refs are stored in another way, the branch is symbolic or has no commit.
 */
function headInFile({ repository: { top, ownDir } }: VerifyContext, listed: string): OwnHead | undefined {
  if (ownDirOf(top) !== ownDir) return undefined;
  const [, name, commit] =
    /^(?:ref: (refs\/heads\/\S+)|([0-9a-f]{40}|[0-9a-f]{64}))\n$/u.exec(textOf(join(ownDir, 'HEAD'))) ?? [];
  if (commit !== undefined) return { ownDir, head: commit, branch: '', outcomes: [] };
  const line = listed.split('\n').find((each) => each.startsWith(`${name}\0`));
  const [, head = '', link = ''] = line?.split('\0') ?? [];
  return name === undefined || head === '' || link !== ''
    ? undefined
    : { ownDir, head, branch: name, outcomes: [] };
}

async function ownHead({ git, repository: { top }, signal }: VerifyContext): Promise<OwnHead> {
  const all = await git.run(
    top,
    ['rev-parse', '--absolute-git-dir', 'HEAD', '--symbolic-full-name', 'HEAD'],
    {
      signal,
    },
  );
  const [ownDir = '', head = '', name = ''] = printed(all).split('\n');
  if (name !== '') return { ownDir, head, branch: name === 'HEAD' ? '' : name, outcomes: [all] };
  // Before the first commit, or on a branch that is gone, these need separate calls.
  const dir = await git.run(top, ['rev-parse', '--absolute-git-dir'], { signal });
  const commit = await git.run(top, ['rev-parse', '--verify', '--quiet', 'HEAD'], { signal });
  const branch = await git.run(top, ['symbolic-ref', '--quiet', 'HEAD'], { signal });
  const [ownDirAlone = '', headAlone = '', branchAlone = ''] = [dir, commit, branch].map((outcome) =>
    printed(outcome).trim(),
  );
  return { ownDir: ownDirAlone, head: headAlone, branch: branchAlone, outcomes: [dir, commit, branch] };
}

/** Fingerprints every entry of the user's index, in order; git is called if the file has changed since the last call. */
async function indexMark(
  { git, repository, signal }: VerifyContext,
  ownDir: string,
): Promise<{ readonly index: string; readonly listed?: GitOutcome }> {
  const file = join(ownDir, 'index');
  // A split index contains only the location of the rest.
  const isWhole = ownDir !== '' && !namesIn(ownDir).some((name) => name.startsWith('sharedindex.'));
  const found = isWhole ? fingerprintOf(file) : '';
  const known = INDEXES.get(git);
  if (known !== undefined && known.file === file && known.print === found) return { index: known.index };
  let mark = '';
  let entries: string[] = [];
  const digest = () => {
    mark = sha256(`${mark}\0${entries.join('\0')}`);
    entries = [];
  };
  const take = (entry: string) => {
    if (entries.push(entry) === AT_ONCE) digest();
  };
  const listed = await git.records(repository.top, ['ls-files', '--stage', '-z'], take, { signal });
  digest();
  // A link's fingerprint does not cover its target; and if the file changed during the call, either version may have been read.
  if (found.startsWith('file ') && found === fingerprintOf(file) && gitFault(listed) === undefined)
    INDEXES.set(git, { file, print: found, index: mark });
  return { index: mark, listed };
}

/** The index as git last listed it. */
const INDEXES = new WeakMap<Git, Readonly<Record<'file' | 'print' | 'index', string>>>();

const AT_ONCE = 10_000;

/** Fingerprints the content of folders of hooks, by absolute path. */
export function hooksIn(folders: readonly string[]): ReadonlyMap<string, string> {
  return new Map(folders.flatMap((folder) => [...entriesOf(folder)]));
}

/** Parses pairs of scope, and name and value with a line end between them. */
function settingsIn(list: string): Map<string, string> {
  const settings = new Map<string, string>();
  const fields = list.split('\0');
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [scope, setting = ''] = [fields[at], fields[at + 1]];
    if (scope === undefined || scope === 'command') continue;
    const end = setting.indexOf('\n');
    const key = `${scope} ${end === -1 ? setting : setting.slice(0, end)}`;
    // No value means something other than an empty one.
    const value = end === -1 ? '' : `=${setting.slice(end + 1)}`;
    const before = settings.get(key);
    settings.set(key, before === undefined ? value : `${before}\n${value}`);
  }
  return settings;
}

/**
 * Returns the effective value among pairs of scope and value: the last that does not come from this program's own command line.
 */
function toldIn(list: string): string {
  const fields = list.split('\0');
  const values = fields.filter((_, at) => at % 2 === 1 && fields[at - 1] !== 'command');
  return values.at(-1) ?? '';
}

/** The folders where git looks for hooks: its own, and the configured one. */
function hookFoldersOf({ repository: { top, commonDir } }: VerifyContext, hooksPath: string): string[] {
  const own = join(commonDir, 'hooks');
  if (hooksPath === '') return [own];
  const actual = hooksPath.startsWith('/') ? hooksPath : join(top, hooksPath);
  return actual === own ? [own] : [own, actual];
}

/** A folder and its direct entries: git looks no deeper. */
function entriesOf(folder: string): ReadonlyMap<string, string> {
  const { names, unread } = namesMarked(folder);
  const marks = fingerprints([folder, ...names.slice(0, MAX_ENTRIES).map((name) => join(folder, name))]);
  // An unreadable folder would look empty.
  if (unread !== undefined) marks.set(folder, unread);
  return marks;
}

/** A folder of hooks has a few entries; the user may have configured a larger folder. */
const MAX_ENTRIES = 1000;

function fingerprints(paths: readonly string[]): Map<string, string> {
  return new Map(paths.map((path) => [path, fingerprintOf(path)]));
}

function refsIn(list: string): Map<string, string> {
  const refs = new Map<string, string>();
  for (const line of list.split('\n')) {
    const [name = '', commit = ''] = line.split('\0');
    if (name !== '') refs.set(name, commit);
  }
  return refs;
}

function printed(outcome: GitOutcome): string {
  return outcome.kind === 'ended' && outcome.code === 0 ? outcome.stdout.toString('utf8') : '';
}
