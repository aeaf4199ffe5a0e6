import { join } from 'node:path';
import type { Problem } from '../../../diagnostics/index.ts';
import { readPlan, requirementListIn } from '../../../plan/index.ts';
import {
  displayPath,
  type Git,
  gitFault,
  isGitNegative,
  isWithin,
  sha256,
  sha256OfFile,
} from '../../../platform/index.ts';
import type { BatchEvent } from '../../generated/batch.event.ts';
import type { BatchState } from '../../store/batch_state.ts';
import type { PlanCopy, StoredBatch } from '../../store/folder/index.ts';
import { checksOf } from '../status/index.ts';
import type { GitFacts, PlanFacts, ReportFacts } from './facts.ts';
import { readReviewFacts } from './review_facts.ts';

/** The facts known about a batch before its files are read. */
export type ReportSource = {
  readonly stored: StoredBatch;
  readonly plan: PlanCopy;
  readonly events: readonly BatchEvent[];
  readonly state: BatchState;
  readonly isHeld: boolean;
  readonly problems: readonly Problem[];
};

/**
 * Reads the inputs of a report beside the journal: the original plan, the hashes of logs, the review, and git's facts. Starts no
 * program that the repository names, and writes nothing.
 *
 * @param options.git - one that runs none of the repository's programs
 * @param options.known - hashes of logs that were read before
 */
export async function gatherFacts(
  { stored, plan: copy, events, state, isHeld, problems }: ReportSource,
  {
    cwd,
    root,
    git,
    known = new Map(),
  }: {
    readonly cwd: string;
    readonly root: string;
    /** Without it, git is not asked and no log is read: for sums over many batches. */
    readonly git?: Git;
    readonly known?: ReadonlyMap<string, string>;
  },
): Promise<ReportFacts> {
  const { folder, manifest } = stored;
  const plan = planFacts(copy, manifest.plan.sha256);
  const review = await readReviewFacts(stored, state, cwd);
  return {
    ...{ manifest, events, state, isHeld },
    folder: displayPath(cwd, folder),
    plan: plan.facts,
    git: git === undefined ? NOT_ASKED : await gitFacts(state, root, git),
    logs: git === undefined ? known : logHashes(folder, state, known),
    review: review.facts,
    problems: [...problems, ...plan.problems, ...review.problems],
  };
}

const NOT_ASKED: GitFacts = { isKnown: false, missing: new Set(), isDelivered: false };

const NO_PLAN: PlanFacts = { complexity: new Map(), serves: new Map(), requirement: [] };

function planFacts(
  copy: PlanCopy,
  digest: string,
): { readonly facts: PlanFacts; readonly problems: readonly Problem[] } {
  const { file } = copy;
  const without = (why: string) => ({ facts: NO_PLAN, problems: [planLeftOut(why, file)] });
  if (copy.kind !== 'text') return without(copy.kind === 'absent' ? 'no longer exists' : 'cannot be read');
  if (sha256(copy.text) !== digest) return without('is not the one that the batch was made from');
  const plan = readPlan(copy.text, file);
  if (!plan.ok) return without('cannot be read');
  const { phases } = plan.value;
  return {
    facts: {
      complexity: new Map(
        phases.flatMap(({ id, complexity }) => (complexity === undefined ? [] : [[id, complexity.value]])),
      ),
      serves: new Map(
        phases.flatMap(({ id, requirement }) => (requirement === undefined ? [] : [[id, requirement.value]])),
      ),
      requirement: requirementListIn(copy.text),
    },
    problems: [],
  };
}

function planLeftOut(why: string, file: string): Problem<'plan-left-out'> {
  return {
    severity: 'warning',
    code: 'plan-left-out',
    message: `The plan ${why}, so the report has no complexity and no requirement.`,
    file,
    hint: 'Restore the file from version control.',
  };
}

/** Finds the commits that exist, and whether the head is part of what is checked out. */
async function gitFacts(state: BatchState, root: string, git: Git): Promise<GitFacts> {
  const merges = state.phases.flatMap(({ progress }) =>
    progress.state === 'done' ? [progress.mergedAs] : [],
  );
  const commits = [...new Set([...merges, state.head])].filter((commit) => typeof commit === 'string');
  if (commits.length === 0) return { isKnown: true, missing: new Set(), isDelivered: false };
  const asked = await git.run(root, ['cat-file', '--batch-check'], { input: `${commits.join('\n')}\n` });
  if (asked.kind !== 'ended' || asked.code !== 0)
    return { isKnown: false, missing: new Set(), isDelivered: false };
  const lines = asked.stdout.toString('utf8').split('\n');
  const missing = new Set(commits.filter((_, place) => !/ commit \d+$/u.test(lines[place] ?? '')));
  const { head } = state;
  if (head === undefined || missing.has(head)) return { isKnown: true, missing, isDelivered: false };
  const within = await git.run(root, ['merge-base', '--is-ancestor', head, 'HEAD']);
  // A user who is told that it is missing would merge it again.
  if (gitFault(within) !== undefined && !isGitNegative(within))
    return { isKnown: false, missing: new Set(), isDelivered: false };
  return { isKnown: true, missing, isDelivered: gitFault(within) === undefined };
}

/** A repository may contain a batch's folder, with links in it and a journal that names other files. */
function logHashes(
  folder: string,
  { phases }: BatchState,
  known: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const hashes = new Map<string, string>();
  for (const record of phases)
    for (const { log, logSha256 } of checksOf(record)) {
      if (log === null || hashes.has(log)) continue;
      const path = join(folder, log);
      const before = known.get(log);
      // A log with the same name may have been written again since.
      const isKnown = before !== undefined && (logSha256 === undefined || before === logSha256);
      const hash = isKnown ? before : isWithin(folder, path) ? sha256OfFile(path) : undefined;
      if (hash !== undefined) hashes.set(log, hash);
    }
  return hashes;
}
