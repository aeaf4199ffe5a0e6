import { resolve } from 'node:path';
import {
  type Asking,
  commitDiff,
  type Diff,
  type DiffText,
  type Dropped,
  generatedMarks,
  LARGEST_DIFF,
  LINK_MODE,
  parseDiff,
  type Review,
  readAsGit,
  unknownFiles,
  workingDiff,
} from '../../batch/index.ts';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { unifiedDiff } from '../../lib/index.ts';
import {
  createReadOnlyGit,
  displayPath,
  entryKind,
  GitRefused,
  isGitNegative,
  isMissingInGit,
  isNoRepository,
  readStandardInput,
  readText,
  sha256,
} from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import { readBlob } from './read_blobs.ts';

/** The change to review. */
export type SourcedChange = {
  readonly subject: Review['subject'];
  readonly version: Omit<Review['version'], 'rules'>;
  readonly diff: Diff;
  /** The first lines of files, which may name the tool that writes them. */
  readonly heads: ReadonlyMap<string, string>;
  readonly dropped: readonly Dropped[];
  readonly problems: readonly Problem[];
};

/** The codes with which {@link readChange} can fail. */
export type ReadChangeCode = RangeCode | 'diff-fault' | 'diff-unreadable' | 'no-diff';

/**
 * Reads the change that a person names: a git range, one commit, a file with a diff, `-` for standard input, or by default the
 * uncommitted changes.
 *
 * @param options.onlyCommits - no file and no standard input: the name does not come from the person at the terminal
 */
export async function readChange(
  context: OperationContext,
  wanted: string | undefined,
  {
    signal,
    onlyCommits = false,
  }: { readonly signal: AbortSignal; readonly onlyCommits?: boolean | undefined },
): Promise<Result<SourcedChange, ReadChangeCode>> {
  if (wanted === '-' && !onlyCommits) return ofText(readStandardInput(LARGEST_DIFF), '<stdin>');
  const path = wanted === undefined ? undefined : resolve(context.cwd, wanted);
  if (path !== undefined && !onlyCommits && entryKind(path) === 'file')
    return ofText(readText(path, LARGEST_DIFF), displayPath(context.cwd, path));
  const git = createReadOnlyGit(context.env);
  const found = await git.run(context.cwd, ['rev-parse', '--show-toplevel'], { signal });
  if (isNoRepository(found)) return noRepository();
  if (found.kind !== 'ended' || found.code !== 0) throw new GitRefused(found);
  const asking: Asking = { git, top: found.stdout.toString('utf8').replace(/\n$/u, ''), signal };
  return wanted === undefined ? uncommitted(asking) : ofRange(asking, wanted);
}

function ofText(
  read: ReturnType<typeof readText>,
  file: string,
): Result<SourcedChange, 'diff-fault' | 'diff-unreadable' | 'no-diff'> {
  if (read.kind !== 'text') {
    const why =
      read.kind === 'not-text' || read.kind === 'unreadable'
        ? read.why
        : read.kind === 'too-large'
          ? `it has more than ${read.limit} bytes`
          : read.kind.replaceAll('-', ' ');
    return failure('problems', {
      severity: 'error',
      code: 'diff-unreadable',
      message: `The diff cannot be read: ${why}.`,
      file,
      hint: 'Give output of git diff, or a range of commits.',
    });
  }
  const diff = parseDiff(read.text);
  // "Nothing found" is only meaningful if something was read.
  if (diff.faults.length > 0 && diff.files.every(({ hunks }) => hunks.length === 0))
    return failure(
      'problems',
      ...faultProblems(diff, file).map((each) => ({ ...each, severity: 'error' as const })),
    );
  if (diff.files.length === 0 && read.text.trim() !== '')
    return failure('problems', {
      severity: 'error',
      code: 'no-diff',
      message: 'There is no diff in this text.',
      file,
      hint: 'Write one with: git diff main... > change.diff',
    });
  return success({
    subject: { kind: 'diff', batch: null, name: file },
    version: { seq: null, base: null, head: null, diff: sha256(read.text) },
    diff,
    heads: new Map(),
    dropped: [],
    problems: faultProblems(diff, file),
  });
}

/** Problems for the parts of a diff that could not be read. */
export function faultProblems({ faults }: Diff, file: string): Problem<'diff-fault'>[] {
  return faults.map(({ line, message }) => ({
    severity: 'warning',
    code: 'diff-fault',
    message: `${message} It was left out.`,
    file,
    line,
    column: 1,
  }));
}

async function uncommitted(asking: Asking): Promise<Result<SourcedChange, 'diff-too-large'>> {
  const head = await commitOf(asking, 'HEAD');
  const base = head ?? (await emptyTree(asking));
  const text = await workingDiff(asking, base);
  if (text.kind === 'too-large') return tooLarge('uncommitted changes');
  const known = parseDiff(text.text);
  const unknown = await unknownFiles(asking);
  const files = await togetherOf(asking, base, known, unknown.files);
  const all = `${text.text}${unknown.files.map(({ path, hunks }) => JSON.stringify([path, hunks])).join('')}`;
  const changed = known.files.filter(({ status }) => status !== 'deleted').map(({ path }) => path);
  return success({
    subject: { kind: 'uncommitted', batch: null, name: 'uncommitted changes' },
    version: { seq: null, base: head ?? null, head: null, diff: sha256(all) },
    diff: { files, faults: known.faults },
    heads: await generatedMarks(asking, changed),
    dropped: countReasons(unknown.left),
    problems: unknown.left.slice(0, 20).map(({ path, why }) => ({
      severity: 'warning',
      code: 'file-not-read',
      message: `It was not read: ${why}.`,
      file: path,
    })),
  });
}

/**
 * Tracked and untracked files together, sorted. A file removed from the index that still exists is both: its change is the
 * difference in its content.
 */
async function togetherOf(
  asking: Asking,
  base: string,
  known: Diff,
  unknown: Diff['files'],
): Promise<Diff['files']> {
  const gone = new Map(
    known.files.filter(({ status }) => status === 'deleted').map((each) => [each.path, each]),
  );
  const own: Diff['files'][number][] = known.files.filter(
    ({ path }) => !unknown.some((each) => each.path === path),
  );
  for (const file of unknown) {
    if (!gone.has(file.path)) own.push(file);
    else {
      const before = (await readBlob(asking, base, file.path, LARGEST_DIFF)) ?? '';
      const now = readAsGit(asking.top, file.path, LARGEST_DIFF);
      if (now.kind !== 'text') continue;
      const { oldMode } = gone.get(file.path) ?? {};
      const isType = now.isLink !== (oldMode === LINK_MODE);
      for (const each of parseDiff(unifiedDiff(before, now.text, file.path)).files)
        own.push({
          ...each,
          ...(now.isLink ? { newMode: LINK_MODE } : {}),
          ...(isType ? { status: 'type-changed' } : {}),
        });
    }
  }
  return own.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function countReasons(left: readonly { readonly why: string }[]): Dropped[] {
  return [...new Set(left.map(({ why }) => why))].map((why) => ({
    by: 'structural',
    why: `a file was not read: ${why}`,
    count: left.filter((each) => each.why === why).length,
  }));
}

type RangeCode = 'diff-too-large' | 'no-common-commit' | 'no-repository' | 'unknown-change';

async function ofRange(asking: Asking, wanted: string): Promise<Result<SourcedChange, RangeCode>> {
  // No commit's name begins so, but a path may.
  const isPath = /^\.{0,2}\//u.test(wanted);
  const [, left = '', dots = '', right = ''] = (isPath ? null : /^(.*?)(\.{2,3})(.*)$/su.exec(wanted)) ?? [];
  // A single commit stands for its own change; without a parent, that is all of it.
  const head = await commitOf(asking, dots === '' ? wanted : right || 'HEAD');
  const from = dots === '' ? await commitOf(asking, `${wanted}^`) : await commitOf(asking, left || 'HEAD');
  if (head === undefined) return notThere(dots === '' ? wanted : right);
  if (from === undefined && dots !== '') return notThere(left);
  let base = from ?? (await emptyTree(asking));
  if (dots === '...') {
    const found = await asking.git.run(asking.top, ['merge-base', base, head], { signal: asking.signal });
    if (isGitNegative(found)) return unrelated(wanted);
    if (found.kind !== 'ended' || found.code !== 0) throw new GitRefused(found);
    base = found.stdout.toString('utf8').trim();
  }
  const text = await commitDiff(asking, base, head);
  if (text.kind === 'too-large') return tooLarge(wanted);
  return success(await ofCommits(asking, { base, head, text: text.text, name: wanted }));
}

/** Reads the change between two commits. */
export async function ofCommits(
  asking: Asking,
  {
    base,
    head,
    text,
    name,
  }: { readonly base: string; readonly head: string; readonly text: string; readonly name: string },
): Promise<SourcedChange> {
  const diff = parseDiff(text);
  const changed = diff.files.filter(({ status }) => status !== 'deleted').map(({ path }) => path);
  return {
    subject: { kind: 'range', batch: null, name },
    version: { seq: null, base, head, diff: sha256(text) },
    diff,
    heads: await generatedMarks(asking, changed, head),
    dropped: [],
    problems: faultProblems(diff, name),
  };
}

/** @throws if git refuses to tell whether there is one */
async function commitOf({ git, top, signal }: Asking, revision: string): Promise<string | undefined> {
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`];
  const outcome = await git.run(top, args, { signal });
  if (isMissingInGit(outcome)) return undefined;
  if (outcome.kind !== 'ended' || outcome.code !== 0) throw new GitRefused(outcome);
  return outcome.stdout.toString('utf8').trim();
}

async function emptyTree({ git, top, signal }: Asking): Promise<string> {
  const outcome = await git.run(top, ['hash-object', '-t', 'tree', '--stdin'], { signal, input: '' });
  return outcome.kind === 'ended' ? outcome.stdout.toString('utf8').trim() : '';
}

/** The text of a diff, or a failure if it is too large. */
export function textOrTooLarge(text: DiffText, what: string): Result<string, 'diff-too-large'> {
  return text.kind === 'text' ? success(text.text) : tooLarge(what);
}

function tooLarge(what: string): Result<never, 'diff-too-large'> {
  return failure('problems', {
    severity: 'error',
    code: 'diff-too-large',
    message: `The diff of ${what} has more than ${LARGEST_DIFF} bytes, the most that is read.`,
    hint: 'Review it in parts: git diff RANGE -- FOLDER | orchestrator review -',
  });
}

function unrelated(wanted: string): Result<never, 'no-common-commit'> {
  return failure('usage', {
    severity: 'error',
    code: 'no-common-commit',
    message: `The two sides of ${JSON.stringify(wanted.slice(0, 100))} have no commit in common.`,
    hint: 'Compare them as they are, with two dots.',
  });
}

function noRepository(): Result<never, 'no-repository'> {
  return failure('usage', {
    severity: 'error',
    code: 'no-repository',
    message: 'This is not a git repository.',
    hint: 'Run it in a repository, or give a file with a diff, or - for standard input: diff -ru old new | orchestrator review -',
  });
}

function notThere(wanted: string): Result<never, 'unknown-change'> {
  return failure('usage', {
    severity: 'error',
    code: 'unknown-change',
    message: `${JSON.stringify(wanted.slice(0, 100))} is neither a commit nor a file here.`,
    hint: 'Give a range (main..feature), a commit, a file with a diff, or - for standard input; without any, uncommitted changes are reviewed.',
  });
}
