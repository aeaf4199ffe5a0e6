import { type Result, success } from '../../../diagnostics/index.ts';
import type { WorktreeProblemCode } from '../../git/worktrees/index.ts';
import type { BatchState } from '../../types.ts';
import type { FoundThing } from '../make_review.ts';
import type { UnionGate } from '../types.ts';
import type { Bench } from './bench.ts';

/** A phase that is merged, in the order of the merges. */
export type MergedPhase = {
  readonly id: string;
  readonly commit: string;
  readonly commands: readonly string[];
};

/** The merged phases of a batch in the order in which their merges came. */
export function mergedInOrder({ phases }: Pick<BatchState, 'phases'>): MergedPhase[] {
  return phases
    .flatMap(({ phase, progress, attempts }) => {
      if (progress.state !== 'done') return [];
      const attempt = attempts[progress.attempt - 1];
      const ready = attempt?.mergeReady;
      if (attempt === undefined || ready === undefined) return [];
      const commands = phase.gates.flatMap(({ command }) => command ?? []);
      return [{ id: phase.id, commit: ready.commit, commands, seq: ready.seq }];
    })
    .sort((a, b) => a.seq - b.seq)
    .map(({ seq: _, ...merged }) => merged);
}

/** How each gate of the merged phases came out last on a tree, as the journal tells it. */
export function provenOn(
  { phases }: Pick<BatchState, 'phases'>,
  tree: string,
): ReadonlyMap<string, 'green' | 'red'> {
  const runs = phases.flatMap(({ attempts }) => attempts.flatMap(({ gates }) => gates));
  const known = new Map<string, 'green' | 'red'>();
  for (const { tree: on, command, result } of runs.toSorted((a, b) => a.seq - b.seq))
    if (on === tree && command !== null && result !== 'not-run') known.set(command, result);
  return known;
}

/** What the gates of all phases come to on the finished branch. */
export type UnionTrial = {
  readonly gates: readonly UnionGate[];
  readonly isWhole: boolean;
  readonly found: readonly FoundThing[];
};

/**
 * Runs every gate of every merged phase once on the finished branch; what the batch has run on that very tree is taken from it. Of a red
 * one, the merge that broke it is found by halving what was merged since its own phase.
 *
 * @param bench - without one, nothing is run: what the batch has not run is told as that
 */
export async function tryUnion(
  parts: {
    readonly head: string;
    readonly merged: readonly MergedPhase[];
    readonly known: ReadonlyMap<string, 'green' | 'red'>;
  },
  bench: Bench | undefined,
): Promise<Result<UnionTrial, WorktreeProblemCode>> {
  const { head, merged, known } = parts;
  const gates: UnionGate[] = [];
  for (const command of new Set(merged.flatMap(({ commands }) => commands))) {
    const phases = merged.filter(({ commands }) => commands.includes(command)).map(({ id }) => id);
    const before = known.get(command);
    const ran = before !== undefined || bench === undefined ? undefined : await bench.run(head, command);
    if (ran !== undefined && !ran.ok) return ran;
    // A red one that is green on the same files is asked once more, and that answer counts.
    const settled =
      ran?.value.result === 'red' && bench !== undefined
        ? await settle(head, command, bench)
        : success(STEADY);
    if (!settled.ok) return settled;
    const now = ran?.value.result === 'ended' ? undefined : (settled.value.last ?? ran?.value.result);
    const result = before ?? now ?? 'not-run';
    const isAsked = result === 'red' && bench !== undefined && settled.value.isFlaky !== true;
    const broken = isAsked ? await breakers(parts, command, bench) : success(NOBODY);
    if (!broken.ok) return broken;
    gates.push({
      ...{ command, phases, result, isReused: before !== undefined },
      ...(settled.value.isFlaky || broken.value.isFlaky ? { isFlaky: true } : {}),
      seconds: ran?.value.seconds ?? 0,
      tail: result === 'red' ? (ran?.value.tail ?? '') : '',
      brokenBy: [...broken.value.phases],
    });
  }
  const isWhole = gates.every(({ result }) => result !== 'not-run');
  return success({ gates, isWhole, found: gates.flatMap(unionFinding) });
}

/** How a gate that was red comes out when it is asked again. */
type Settled = { readonly last?: 'green' | 'red'; readonly isFlaky?: true };

const STEADY: Settled = {};

/** Asks a gate that was red again on the same files: with both answers it is flaky, and the third one counts. */
async function settle(
  head: string,
  command: string,
  bench: Bench,
): Promise<Result<Settled, WorktreeProblemCode>> {
  const again = await bench.run(head, command);
  if (!again.ok) return again;
  if (again.value.result !== 'green') return success(STEADY);
  const third = await bench.run(head, command);
  if (!third.ok) return third;
  return success({ isFlaky: true, last: third.value.result === 'green' ? 'green' : 'red' });
}

/** Whose merge turned a gate red, by id: the phase whose gate it is, and the other one; nobody where it is not the same each time. */
type Breakers = { readonly phases: readonly string[]; readonly isFlaky?: true };

const NOBODY: Breakers = { phases: [] };

/** The phase whose gate it is, and the one with whose merge it turned red; none where no merge did it. */
async function breakers(
  { merged }: { readonly merged: readonly MergedPhase[] },
  command: string,
  bench: Bench,
): Promise<Result<Breakers, WorktreeProblemCode>> {
  const own = merged.findIndex(({ commands }) => commands.includes(command));
  const ask = async (place: number) => bench.run(merged[place]?.commit ?? '', command);
  const first = await ask(own);
  if (!first.ok) return first;
  const owner = merged[own]?.id ?? '';
  if (first.value.result === 'red') return success({ phases: [owner] });
  if (first.value.result === 'ended') return success(NOBODY);
  // Green at the one, red at the other.
  let [green, red] = [own, merged.length - 1];
  const last = await ask(red);
  if (!last.ok) return last;
  if (last.value.result !== 'red') return success(NOBODY);
  while (red - green > 1) {
    const middle = Math.floor((green + red) / 2);
    const ran = await ask(middle);
    if (!ran.ok) return ran;
    if (ran.value.result === 'ended') return success(NOBODY);
    if (ran.value.result === 'red') red = middle;
    else green = middle;
  }
  // Two phases are named only where both answers are the same a second time.
  for (const [place, wanted] of [
    [red, 'red'],
    [green, 'green'],
  ] as const) {
    const ran = await ask(place);
    if (!ran.ok) return ran;
    if (ran.value.result === 'ended') return success(NOBODY);
    if (ran.value.result !== wanted) return success({ phases: [], isFlaky: true });
  }
  return success({ phases: [owner, merged[red]?.id ?? ''] });
}

function unionFinding({ command, phases, result, brokenBy, isFlaky }: UnionGate): FoundThing[] {
  const own = {
    file: null,
    line: null,
    quote: command.slice(0, 200),
    proof: 'verified',
    by: 'union',
  } as const;
  const [owner, other] = brokenBy;
  const whose = `On the finished branch, a gate of phase ${phases.join(', ')}`;
  if (isFlaky === true && result !== 'red') {
    const message = `${whose} is green and red on the same files: which of the two holds is not known.`;
    return [{ ...own, kind: 'weak-gate', severity: 'medium', message, ...ofPhase(phases[0]) }];
  }
  if (result !== 'red') return [];
  const why = isFlaky
    ? 'it is green and red on the same files, so no merge is named.'
    : other !== undefined
      ? `phase ${owner} and phase ${other} do not go together: it was green until phase ${other} was merged.`
      : owner !== undefined
        ? `it is red here with phase ${owner} alone.`
        : 'which merge broke it was not found.';
  return [
    {
      ...own,
      ...{ kind: 'union-red', severity: 'high', message: `${whose} is red; ${why}` },
      ...ofPhase(other ?? owner),
    },
  ];
}

function ofPhase(phase: string | undefined): { readonly phase?: string } {
  return phase === undefined ? {} : { phase };
}
