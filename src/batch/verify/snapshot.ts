import { dirname, isAbsolute, join, posix, relative } from 'node:path';
import { type Failure, type Result, success } from '../../diagnostics/index.ts';
import {
  type Clock,
  entryKind,
  isMachineFault,
  realPath,
  systemClock,
  withTemporaryFile,
} from '../../platform/index.ts';
import { rememberTree } from '../git/integration/index.ts';
import { belowProject, type FileChange, readChanges } from './changes.ts';
import { type EvidenceProblemCode, evidenceFailure } from './evidence_problem.ts';
import { gitCalls } from './git_calls.ts';
import { type Declared, ignoredDeclared } from './ignored.ts';
import { rawForPointers } from './pointers.ts';
import { fillIndex } from './snapshot_index.ts';
import { unheldIn } from './submodules.ts';
import type { VerifyContext } from './verify_context.ts';

/** The files an attempt left, as git would commit them. */
export type Snapshot = {
  readonly tree: string;
  /** On top of the base; `null` if the tree is the base's. */
  readonly commit: string | null;
  /** Sorted by path. */
  readonly changes: readonly FileChange[];
  /**
   * Folders, relative to the project, in which the attempt made a repository of its own (`git init`). Their files are in the
   * snapshot as files; the history of those repositories is not.
   */
  readonly embedded: readonly string[];
  /**
   * Work in submodules that is in no commit of this repository, and declared files that git ignores, both kept as parents of the
   * commit; and files that LFS should keep.
   */
  readonly unheld: readonly { readonly path: string; readonly why: string }[];
};

/** The options of a snapshot. */
export type SnapshotOptions = {
  /** The commit the attempt began at. */
  readonly base: string;
  /**
   * Paths that are not part of the work, absolute or relative to the worktree's top: result and heartbeat file, files from the
   * setup. A folder covers everything below it.
   */
  readonly left: readonly string[];
  /** The commit's message. */
  readonly message: string;
  /** The files to change; if given, ignored ones among them are searched for. */
  readonly declared?: Declared;
  /** Time limit: an ignore file may be a pipe without a writer. */
  readonly limitMs?: number;
  readonly clock?: Clock;
};

const LONGEST_MS = 15 * 60 * 1000;

/**
 * Takes a snapshot of an attempt's work, whatever it did with git itself: the files in its worktree count, not its commits,
 * amended commits, branches, index or stashes. It contains the files git would commit: those ignored by the worktree's own ignore
 * files are left out, unless the base tracks them or the attempt added them by force. Nothing in the worktree, its index and the
 * repository's refs is changed; nothing the attempt configured for git is run.
 */
export async function takeSnapshot(
  context: VerifyContext,
  { base, left, message, declared, limitMs = LONGEST_MS, clock = systemClock }: SnapshotOptions,
): Promise<Result<Snapshot, EvidenceProblemCode>> {
  const { worktree, repository, signal } = context;
  if (signal.aborted) return interrupted();
  // A link would lead to files that are not the attempt's.
  if (entryKind(worktree.path) !== 'folder' || realPath(worktree.path) !== worktree.path)
    return gone(worktree.path);
  const limit = new AbortController();
  const callOff = clock.alarm(limitMs, () => limit.abort());
  const calls = gitCalls({ ...context, signal: AbortSignal.any([signal, limit.signal]) });
  const leftOut = left.map((path) => (isAbsolute(path) ? relative(worktree.path, path) : path));
  const taken = withTemporaryFile(
    'snapshot',
    '',
    async (file): Promise<Result<Snapshot, EvidenceProblemCode>> => {
      const folder = dirname(file);
      const { embedded, submodules } = await fillIndex(calls, context, { base, left: leftOut, folder });
      const tree = await calls.run(['write-tree'], { indexFile: join(folder, 'index') });
      const { changes, linked } = await readChanges(calls, {
        from: base,
        to: tree,
        prefix: repository.prefix,
      });
      const unheld = [
        ...(await unheldIn(calls, submodules, { top: worktree.path, folder })),
        ...(await rawForPointers(calls, changes, {
          ...{ base, tree, index: join(folder, 'index'), prefix: repository.prefix },
        })),
        ...(declared === undefined
          ? []
          : await ignoredDeclared(calls, declared, {
              ...{ base, top: worktree.path, prefix: repository.prefix, index: join(folder, 'index') },
              ...{ left: leftOut, folder },
              changed: changes.map((each) => ({ ...each, path: posix.join(repository.prefix, each.path) })),
            })),
      ];
      const isSame = changes.length === 0 && unheld.length === 0;
      const parents = [base, ...unheld.flatMap(({ kept }) => kept ?? [])].flatMap((parent) => ['-p', parent]);
      const commit = isSame ? '' : await calls.run(['commit-tree', tree, ...parents, '-m', message]);
      if (signal.aborted) return interrupted();
      const fault = limit.signal.aborted
        ? `it had not finished after ${limitMs / 1000} seconds`
        : calls.fault();
      if (fault !== undefined) return failed(worktree.path, fault);
      if (linked.length > 0) return linkedOnly(linked);
      if (!isSame) rememberTree(context.git, commit, tree);
      return success({
        tree,
        commit: isSame ? null : commit,
        changes,
        embedded: embedded.map((path) => belowProject(path, repository.prefix)).sort(),
        unheld: unheld.map(({ path, why }) => ({ path: belowProject(path, repository.prefix), why })),
      });
    },
  );
  return taken.finally(callOff);
}

function interrupted(): Failure<EvidenceProblemCode> {
  return evidenceFailure('interrupted', 'interrupted', 'It was cancelled.');
}

function gone(path: string): Failure<EvidenceProblemCode> {
  return evidenceFailure(
    'problems',
    'worktree-gone',
    `The worktree ${path} is no longer a folder: the attempt removed it, or put something else in its place.`,
  );
}

function failed(path: string, fault: string): Failure<EvidenceProblemCode> {
  return evidenceFailure(
    isMachineFault(fault) ? 'environment' : 'problems',
    'snapshot-failed',
    `The content of the worktree ${path} cannot be saved: ${fault}`,
    'The files are still there. Check what git reports about them.',
  );
}

function linkedOnly(paths: readonly string[]): Failure<EvidenceProblemCode> {
  return evidenceFailure(
    'problems',
    'embedded-repository',
    `There is a separate repository in the worktree, so its files cannot be saved: ${paths.join(', ')}.`,
    'Remove the folder .git in it.',
  );
}
