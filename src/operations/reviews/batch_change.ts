import {
  type Asking,
  type BatchState,
  changedPrograms,
  commitDiff,
  type OwnedGate,
  type PhaseDiff,
  parseDiff,
  searchIn,
} from '../../batch/index.ts';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { GitRefused, gitFault, isNotThere, sha256 } from '../../platform/index.ts';
import type { BatchContext } from '../batches/batch_context.ts';
import { ofCommits, textOrTooLarge } from './change_source.ts';
import { createBlobReader } from './read_blobs.ts';

/** What a batch has changed: as a whole, and each of its phases. */
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
  // What the user's branch brought in between is the user's.
  const base = state.origins.at(-1) ?? state.base;
  const isBegun = base !== undefined && head !== undefined;
  if (!isBegun || state.phases.every(({ progress }) => progress.state !== 'done'))
    return failure('problems', {
      severity: 'error',
      code: 'nothing-merged',
      message: `No phase of batch ${stored.number} is done, so there is nothing to review yet.`,
      hint: `To carry it out: orchestrator batch run ${stored.number}`,
    });
  const missing = await missingOf(asking, [base, head]);
  if (missing !== undefined)
    return failure('problems', {
      severity: 'error',
      code: 'commits-gone',
      message: `The commit ${missing.slice(0, 12)}, which batch ${stored.number} is made of, is not in the repository any more.`,
      hint: 'Fetch it from where it still is, or review the branch it was merged to: orchestrator review RANGE',
    });
  const whole = textOrTooLarge(await commitDiff(asking, base, head), `batch ${stored.number}`);
  if (!whole.ok) return whole;
  const source = await ofCommits(asking, { base, head, text: whole.value, name: `batch ${stored.number}` });
  const diffs: PhaseDiff[] = [];
  const problems: Problem<'phase-commits-gone' | 'programs-not-read'>[] = [];
  const gates = gatesOf(state);
  const read = createBlobReader(asking);
  for (const record of state.phases) {
    const { progress, attempts } = record;
    const ready = progress.state === 'done' ? attempts[progress.attempt - 1]?.mergeReady : undefined;
    const none = { record, commit: undefined, diff: { files: [], faults: [] } };
    if (ready === undefined || (await missingOf(asking, [ready.parent, ready.commit])) !== undefined) {
      if (ready !== undefined) problems.push(phaseGone(record.phase.id));
      diffs.push(none);
      continue;
    }
    const text = await commitDiff(asking, ready.parent, ready.commit);
    if (text.kind !== 'text') {
      diffs.push(none);
      continue;
    }
    const diff = parseDiff(text.text);
    // A phase may have changed what the gates of another one run.
    const { programs, left } = await changedPrograms(gates, {
      ...searchIn(diff),
      prefix: worktrees.repository.prefix,
      read: (side, path) => read(side === 'before' ? ready.parent : ready.commit, path),
    });
    if (left > 0) problems.push(programsNotRead(record.phase.id, left));
    diffs.push({ record, commit: ready.commit, diff, programs });
  }
  const version = { ...source.version, diff: sha256(whole.value) };
  return success({ source: { ...source, version, problems: [...source.problems, ...problems] }, diffs });
}

/** The commands of all gates, each once, with the phases that have it. */
function gatesOf({ phases }: BatchState): OwnedGate[] {
  const owners = new Map<string, Set<string>>();
  for (const { phase } of phases)
    for (const { command } of phase.gates)
      if (command !== null) owners.set(command, (owners.get(command) ?? new Set()).add(phase.id));
  return [...owners].map(([command, ids]) => ({ command, phases: [...ids] }));
}

/** @throws when git refuses to tell */
async function missingOf(
  { git, top, signal }: Asking,
  commits: readonly string[],
): Promise<string | undefined> {
  for (const commit of commits) {
    const found = await git.run(top, ['cat-file', '-e', `${commit}^{commit}`], { signal });
    if (isNotThere(found)) return commit;
    if (gitFault(found) !== undefined) throw new GitRefused(found);
  }
  return undefined;
}

function phaseGone(id: string): Problem<'phase-commits-gone'> {
  return {
    severity: 'warning',
    code: 'phase-commits-gone',
    message: `The commits of phase ${id} are not in the repository any more: what is found is not told to be its.`,
  };
}

function programsNotRead(id: string, count: number): Problem<'programs-not-read'> {
  return {
    severity: 'warning',
    code: 'programs-not-read',
    message: `The gates run too many programs: whether phase ${id} has changed ${count === 1 ? 'one' : `${count}`} of them was not looked at.`,
  };
}
