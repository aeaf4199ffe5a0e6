import {
  type Asking,
  type BatchState,
  commitDiff,
  createProgramFinder,
  type FoundPrograms,
  type OwnedGate,
  type PhaseDiff,
  parseDiff,
} from '../../batch/index.ts';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { GitRefused, sha256 } from '../../platform/index.ts';
import type { BatchContext } from '../batches/batch_context.ts';
import { ofCommits, textOrTooLarge } from './change_source.ts';
import { readBlob } from './read_blobs.ts';

/** Reads the changes of a batch: as a whole, and for each of its phases. */
export async function readBatchChange(
  { stored, worktrees }: BatchContext,
  state: BatchState,
  asking: Asking,
): Promise<
  Result<
    { readonly source: Awaited<ReturnType<typeof ofCommits>>; readonly diffs: readonly PhaseDiff[] },
    'commits-gone' | 'diff-too-large' | 'nothing-merged'
  >
> {
  const { head } = state;
  // Commits that the user's branch brought in meanwhile belong to the user.
  const base = state.origins.at(-1) ?? state.base;
  const isBegun = base !== undefined && head !== undefined;
  if (!isBegun || state.phases.every(({ progress }) => progress.state !== 'done'))
    return failure('problems', {
      severity: 'error',
      code: 'nothing-merged',
      message: `No phase of batch ${stored.number} is done, so there is nothing to review yet.`,
      hint: `To carry it out: orchestrator batch run ${stored.number}`,
    });
  const gone = await missingOf(asking, [base, head, ...state.phases.flatMap(commitsOf)]);
  const missing = [base, head].find((commit) => gone.has(commit));
  if (missing !== undefined)
    return failure('problems', {
      severity: 'error',
      code: 'commits-gone',
      message: `The commit ${missing.slice(0, 12)} of batch ${stored.number} is no longer in the repository.`,
      hint: 'Fetch it from where it still exists, or review the branch it was merged into: orchestrator review RANGE',
    });
  const whole = textOrTooLarge(await commitDiff(asking, base, head), `batch ${stored.number}`);
  if (!whole.ok) return whole;
  const source = await ofCommits(asking, { base, head, text: whole.value, name: `batch ${stored.number}` });
  const diffs: PhaseDiff[] = [];
  const problems: Problem<'phase-commits-gone' | 'programs-not-read'>[] = [];
  for (const record of state.phases) {
    const ready = readyOf(record);
    const none = { record, commit: undefined, diff: { files: [], faults: [] } };
    if (ready === undefined || commitsOf(record).some((commit) => gone.has(commit))) {
      if (ready !== undefined) problems.push(phaseGone(record.phase.id));
      diffs.push(none);
      continue;
    }
    const text = await commitDiff(asking, ready.parent, ready.commit);
    if (text.kind !== 'text') {
      diffs.push(none);
      continue;
    }
    diffs.push({ record, commit: ready.commit, diff: parseDiff(text.text) });
  }
  const programs = await programsIn(
    diffs,
    createProgramFinder(gatesOf(state), worktrees.repository.prefix),
    asking,
  );
  for (const [{ record }, { left }] of programs)
    if (left > 0) problems.push(programsNotRead(record.phase.id, left));
  const version = { ...source.version, diff: sha256(whole.value) };
  return success({
    source: { ...source, version, problems: [...source.problems, ...problems] },
    diffs: diffs.map((each) => ({ ...each, programs: programs.get(each)?.programs ?? [] })),
  });
}

/** The changes of phases to programs that gates run: one phase may change what another's gates do. */
async function programsIn(
  diffs: readonly PhaseDiff[],
  finder: ReturnType<typeof createProgramFinder>,
  asking: Asking,
): Promise<ReadonlyMap<PhaseDiff, FoundPrograms>> {
  const merged = diffs.flatMap((each) => {
    const ready = each.commit === undefined ? undefined : readyOf(each.record);
    return ready === undefined ? [] : [{ each, ready }];
  });
  const found = new Map<PhaseDiff, FoundPrograms>();
  for (const { each, ready } of merged.sort((one, other) => one.ready.seq - other.ready.seq))
    found.set(
      each,
      await finder.find({
        ...{ diff: each.diff, parent: ready.parent, commit: ready.commit },
        read: (side, path) => readBlob(asking, side === 'before' ? ready.parent : ready.commit, path),
      }),
    );
  return found;
}

/** The attempt that was merged for a phase; `undefined` if there is none. */
function readyOf({ progress, attempts }: BatchState['phases'][number]) {
  return progress.state === 'done' ? attempts[progress.attempt - 1]?.mergeReady : undefined;
}

function commitsOf(record: BatchState['phases'][number]): string[] {
  const ready = readyOf(record);
  return ready === undefined ? [] : [ready.parent, ready.commit];
}

/** The commands of all gates, each once, with the phases that have it. */
function gatesOf({ phases }: BatchState): OwnedGate[] {
  const owners = new Map<string, Set<string>>();
  for (const { phase } of phases)
    for (const { command } of phase.gates)
      if (command !== null) owners.set(command, (owners.get(command) ?? new Set()).add(phase.id));
  return [...owners].map(([command, ids]) => ({ command, phases: [...ids] }));
}

/** The commits that are no longer in the repository. @throws if git refuses to answer */
async function missingOf(
  { git, top, signal }: Asking,
  commits: readonly string[],
): Promise<ReadonlySet<string>> {
  const input = commits.map((commit) => `${commit}^{commit}\n`).join('');
  const outcome = await git.run(top, ['cat-file', '--batch-check=%(objecttype)'], { signal, input });
  if (outcome.kind !== 'ended' || outcome.code !== 0) throw new GitRefused(outcome);
  const lines = outcome.stdout.toString('utf8').split('\n');
  return new Set(commits.filter((_, index) => lines[index] !== 'commit'));
}

function phaseGone(id: string): Problem<'phase-commits-gone'> {
  return {
    severity: 'warning',
    code: 'phase-commits-gone',
    message: `The commits of phase ${id} are no longer in the repository, so findings are not attributed to it.`,
  };
}

function programsNotRead(id: string, count: number): Problem<'programs-not-read'> {
  return {
    severity: 'warning',
    code: 'programs-not-read',
    message: `The gates run too many programs, so whether phase ${id} changed ${count === 1 ? 'one' : `${count}`} of them was not checked.`,
  };
}
