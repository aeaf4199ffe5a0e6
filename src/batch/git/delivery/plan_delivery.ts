import { failure, type Problem, type Result, sortProblems, success } from '../../../diagnostics/index.ts';
import { GitRefused } from '../../../platform/index.ts';
import { visibleBranch } from '../../store/refs.ts';
import { commitTree, isAncestor, mergeTrees } from '../integration/index.ts';
import type { WorktreeContext } from '../worktrees/worktrees.ts';
import { type DeliveryProblemCode, deliveryProblem } from './delivery_problem.ts';
import { branchRewritten, type ForeignCommit, ownWorkHint } from './rewritten.ts';
import { type ChangedFile, changedFiles, dirtyFiles, filesInTheWay, said, userPlace } from './user_tree.ts';

/** The plan for a batch's delivery to the user's branch; only objects have been written so far. */
export type Delivery = {
  /** The full name. */
  readonly branch: string;
  readonly from: string;
  readonly to: string;
  /** `already`: the branch contains it. */
  readonly how: 'already' | 'fast-forward' | 'merge';
  readonly files: readonly ChangedFile[];
  /** Commits from before the batch that are not in the branch, the newest first: the merge would include them. */
  readonly brings: readonly ForeignCommit[];
  /** If it brings any: the merges of phases that changed files, which contain only the batch's own work; the first one first. */
  readonly ownWork: readonly string[];
};

/**
 * Decides how a batch's head comes to the branch the user is on, and checks whether any work of the user's would be lost or is in
 * the way; all problems are reported at once.
 *
 * @param options.began - the commit the batch began at, or last took over from the user's branch
 * @param options.head - the commit to deliver
 * @param options.message - the message of the merge, if one is needed
 * @param options.work - the merges of its phases, the first one first
 */
export async function planDelivery(
  context: WorktreeContext,
  options: {
    readonly batch: number;
    readonly began: string;
    readonly head: string;
    readonly message: string;
    readonly work: readonly string[];
  },
): Promise<Result<Delivery, DeliveryProblemCode>> {
  const { batch, began, head, message, work } = options;
  try {
    const { branch, commit: from, underWay } = await userPlace(context);
    const problems: Problem<DeliveryProblemCode>[] = [];
    if (branch === undefined) problems.push(detached(batch));
    if (underWay !== undefined) problems.push(busy(underWay));
    const target = branch ?? 'HEAD';
    if (await isAncestor(context, head, from)) {
      if (problems.length > 0) return failure('problems', ...problems);
      return success({ branch: target, from, to: from, how: 'already', files: [], brings: [], ownWork: [] });
    }
    const brings = await foreignCommits(context, from, began);
    const isRewritten = brings.length > 0;
    const ownWork = isRewritten ? await withFiles(context, work) : [];
    const merge = await mergedWith(context, from, head, message);
    if (merge.kind === 'fault') {
      if (!/unrelated histories/u.test(merge.why)) return gitFailure(new GitRefused(merge.why));
      return failure('problems', ...problems, unrelated(batch, ownWork));
    }
    if (merge.kind === 'conflict') {
      if (isRewritten)
        problems.push(
          branchRewritten({
            batch,
            branch: target.replace(/^refs\/heads\//u, ''),
            brings,
            ownWork,
            isClean: false,
          }),
        );
      problems.push(...merge.files.map((file) => conflict(file, isRewritten ? undefined : batch)));
      return failure('problems', ...sortProblems(problems));
    }
    const { to, how } = merge;
    const files = await changedFiles(context, from, to);
    problems.push(...(await inTheWay(context, files)));
    return problems.length > 0
      ? failure('problems', ...sortProblems(problems))
      : success({
          branch: target,
          from,
          to,
          how,
          files,
          brings,
          ownWork,
        });
  } catch (error) {
    if (error instanceof GitRefused) return gitFailure(error);
    throw error;
  }
}

/**
 * Returns the commits up to where a batch began that are not in a branch: it was amended, reset or rebased since, or is another
 * branch.
 */
export async function foreignCommits(
  context: WorktreeContext,
  branch: string,
  began: string,
): Promise<ForeignCommit[]> {
  const args = ['log', '--no-show-signature', '-z', `--max-count=${MAX_FOREIGN}`, '--format=%H %s'];
  const listed = await said(context, [...args, began, `^${branch}`, '--']);
  return listed
    .split('\0')
    .filter(Boolean)
    .map((line) => ({
      commit: line.slice(0, line.indexOf(' ')),
      subject: line.slice(line.indexOf(' ') + 1),
    }));
}

const MAX_FOREIGN = 20;

/** The merges that changed anything: git stops a cherry-pick at an empty one. */
async function withFiles(context: WorktreeContext, merges: readonly string[]): Promise<string[]> {
  if (merges.length === 0) return [];
  const list = (format: string, commits: readonly string[]) =>
    said(context, [
      'log',
      '--no-show-signature',
      '--no-walk=unsorted',
      `--format=${format}`,
      ...commits,
      '--',
    ]);
  const lines = (await list('%T %P', merges)).trimEnd().split('\n');
  const before = lines.map((line) => line.split(' ')[1] ?? '');
  const trees = new Map<string, string>();
  for (const line of (await list('%H %T', before)).trimEnd().split('\n')) {
    const [commit = '', tree = ''] = line.split(' ');
    trees.set(commit, tree);
  }
  return merges.filter((_, place) => trees.get(before[place] ?? '') !== lines[place]?.split(' ')[0]);
}

async function mergedWith(context: WorktreeContext, from: string, head: string, message: string) {
  if (await isAncestor(context, from, head)) return { kind: 'clean', to: head, how: 'fast-forward' } as const;
  const merge = await mergeTrees(context, { ours: from, theirs: head });
  if (merge.kind !== 'clean') return merge;
  const to = await commitTree(context, { tree: merge.tree, parents: [from, head], message });
  return { kind: 'clean', to, how: 'merge' } as const;
}

/** The user's files that would be overwritten, or that prevent one from being written. */
async function inTheWay(
  context: WorktreeContext,
  files: readonly ChangedFile[],
): Promise<Problem<DeliveryProblemCode>[]> {
  const dirty = await dirtyFiles(context);
  const foreign = await filesInTheWay(context, files);
  return [
    ...files.filter(({ path }) => dirty.has(path)).map(({ path }) => changed(path)),
    ...foreign.map(occupied),
  ];
}

/** Git's own message, if it cannot be run. */
export function gitFailure(error: GitRefused) {
  return failure<DeliveryProblemCode>('environment', error.problem);
}

function detached(batch: number) {
  const message = 'You are on no branch (a detached HEAD), so there is nothing to merge into.';
  return deliveryProblem(
    'detached-head',
    message,
    `Switch to one: git switch <branch>; the batch's work stays on ${visibleBranch(batch)}.`,
  );
}

function unrelated(batch: number, work: readonly string[]) {
  const message = `Your branch has no history in common with the commit that batch ${batch} began at: it was rewritten from the first commit, or is a different branch.`;
  return deliveryProblem('branch-rewritten', message, ownWorkHint(work));
}

function busy(what: string) {
  return deliveryProblem(
    'merge-under-way',
    `You are in the middle of ${what}.`,
    'Finish it or abort it first.',
  );
}

/** @param batch - left out where a merge by hand does not help */
function conflict(file: string, batch: number | undefined) {
  const message = 'Your branch and the batch both changed it, in the same places.';
  const hint = batch === undefined ? undefined : `To resolve it by hand: git merge ${visibleBranch(batch)}`;
  return deliveryProblem('merge-conflict', message, hint, file);
}

function changed(file: string) {
  const message = 'You have uncommitted changes in it, and the batch changed it too.';
  return deliveryProblem('file-changed', message, 'Commit or stash them first: git stash', file);
}

function occupied(file: string) {
  const message = 'It is not tracked by git, and is where the batch adds a file.';
  return deliveryProblem('file-in-the-way', message, 'Move it away or remove it.', file);
}
