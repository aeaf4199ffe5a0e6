import { type Problem, type Result, success } from '../../../diagnostics/index.ts';
import type { WorktreeContext, WorktreeProblemCode } from '../../git/worktrees/index.ts';
import { parseDiff } from '../diff/parse_diff.ts';
import type { Dropped, HunkProof, ReviewedPhase } from '../finding.ts';
import { hunkDiff } from '../git_diff.ts';
import type { FoundThing } from '../make_review.ts';
import type { Bench } from './bench.ts';
import { type Asked, type Bisected, bisect } from './bisect.ts';
import { type Unit, unitsOf } from './units.ts';
import { openVariants } from './variant.ts';

/** A merged phase whose hunks are to be removed. */
export type TriedPhase = {
  readonly phase: ReviewedPhase;
  /** Its merge, and the commit before that. */
  readonly commit: string;
  readonly parent: string;
};

/** The result of removing the hunks of a phase. */
export type PhaseTrial = {
  readonly id: string;
  readonly hunks: HunkProof;
  readonly found: readonly FoundThing[];
  readonly dropped: readonly Dropped[];
  readonly problems: readonly Problem[];
};

/**
 * Removes the hunks of a phase, in groups, and runs its gates again: a hunk that no gate notices is unproven. A gate that is red
 * with everything in place shows nothing and is left out.
 *
 * @param announce - called with the number of hunks before the first is removed
 */
export async function tryPhase(
  context: WorktreeContext,
  bench: Bench,
  { phase, commit, parent }: TriedPhase,
  announce: (hunks: number) => void,
): Promise<Result<PhaseTrial, WorktreeProblemCode>> {
  const { id } = phase;
  const text = await hunkDiff(
    { git: context.git, top: context.repository.top, signal: context.signal },
    parent,
    commit,
  );
  const diff = text.kind === 'text' ? parseDiff(text.text) : { files: [], faults: [] };
  const commands = [...new Set(phase.gates.flatMap(({ command }) => command ?? []))];
  const { units, left } = unitsOf(diff, commands);
  const dropped = left.map(
    ({ why, count }): Dropped => ({ by: 'load-bearing', why: `phase ${id}: ${why}`, count }),
  );
  const none = (why: string) => success(untried(id, units, [...dropped, ...leftOut(id, why, units.length)]));
  if (text.kind === 'too-large') return none('its diff is too large');
  if (units.length === 0) return success(untried(id, units, dropped));
  if (commands.length === 0) return none('no gate with a command could notice');
  announce(units.length);
  const green: string[] = [];
  const problems: Problem<'gate-red-here'>[] = [];
  for (const command of commands) {
    const ran = await bench.run(commit, command);
    if (!ran.ok) return ran;
    if (ran.value.result === 'ended') return none('time was over, or it was cancelled');
    if (ran.value.result === 'green') green.push(command);
    else problems.push(redAlready(id, command));
  }
  if (green.length === 0)
    return success({
      ...untried(id, units, [
        ...dropped,
        ...leftOut(id, 'every gate is red with all hunks in place', units.length),
      ]),
      problems,
    });
  const variants = await openVariants(context, { parent, commit, units });
  let failed: Result<never, WorktreeProblemCode> | undefined;
  const askWithout = async (group: readonly Unit[]): Promise<Asked> => {
    if (bench.isOver()) return 'ended';
    const variant = await variants.without(group);
    for (const command of green) {
      const ran = await bench.run(variant, command);
      if (!ran.ok) {
        failed = ran;
        return 'ended';
      }
      if (ran.value.result !== 'green') return ran.value.result;
    }
    return 'green';
  };
  const { proven, unproven, notTried } = await withMembers(await bisect(units, askWithout), askWithout);
  if (failed !== undefined) return failed;
  return success({
    id,
    hunks: {
      total: proven.length + unproven.flat().length + notTried.length,
      proven: proven.length,
      unproven: unproven.flat().length,
      notTried: notTried.length,
    },
    found: unproven.flatMap((group) => group.map((unit) => unprovenFinding(id, unit, group.length))),
    dropped: [...dropped, ...leftOut(id, 'time was over, or it was cancelled', notTried.length)],
    problems,
  });
}

/** Splits a part that is needed as a whole: where no gate notices the removal of one of its members, its members replace it. */
async function withMembers(
  { proven, unproven, notTried }: Bisected<Unit>,
  askWithout: (group: readonly Unit[]) => Promise<Asked>,
): Promise<Bisected<Unit>> {
  const needed: Unit[] = [];
  const dead: (readonly Unit[])[] = [...unproven];
  const open: Unit[] = [...notTried];
  for (const unit of proven) {
    const inside = await bisect(unit.members, askWithout);
    dead.push(...inside.unproven);
    open.push(...inside.notTried);
    needed.push(unit, ...(inside.unproven.length === 0 ? [] : inside.proven));
  }
  return { proven: needed, unproven: dead, notTried: open };
}

function untried(id: string, units: readonly Unit[], dropped: readonly Dropped[]): PhaseTrial {
  const hunks = { total: units.length, proven: 0, unproven: 0, notTried: units.length };
  return { id, hunks, found: [], dropped, problems: [] };
}

function leftOut(id: string, why: string, count: number): Dropped[] {
  return count === 0 ? [] : [{ by: 'load-bearing', why: `phase ${id}: hunks were not tried: ${why}`, count }];
}

function unprovenFinding(
  id: string,
  { path, before, after, empty, quote }: Unit,
  together: number,
): FoundThing {
  const isRemoval = after.count === 0;
  const side = isRemoval ? before : after;
  const line = side.line + empty;
  const last = side.line + side.count - 1;
  const what = isRemoval ? 'With these lines put back' : 'Without these lines';
  const message =
    together === 1
      ? `${what}, every gate of phase ${id} is still green.`
      : `${what}, and the others of ${together} hunks together, every gate of phase ${id} is still green.`;
  return {
    ...{ kind: 'unproven-hunk', severity: 'medium', file: path, line, quote, message, phase: id },
    ...(last > line ? { endLine: last } : {}),
    ...(isRemoval ? { side: 'before' as const } : {}),
    ...{ proof: 'verified', by: 'load-bearing' },
  };
}

function redAlready(id: string, command: string): Problem<'gate-red-here'> {
  return {
    severity: 'warning',
    code: 'gate-red-here',
    message: `A gate of phase ${id} is red with all hunks in place, so it shows nothing here: ${command}`,
    hint: 'If it needs ignored files, configure them: orchestrator config set batch.setup "npm ci", or batch.link node_modules',
  };
}
