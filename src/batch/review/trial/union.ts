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
    const now = ran?.value.result === 'ended' ? undefined : ran?.value.result;
    const result = before ?? now ?? 'not-run';
    const broken =
      result === 'red' && bench !== undefined ? await breakers(parts, command, bench) : success([]);
    if (!broken.ok) return broken;
    gates.push({
      ...{ command, phases, result, isReused: before !== undefined },
      seconds: ran?.value.seconds ?? 0,
      tail: result === 'red' ? (ran?.value.tail ?? '') : '',
      brokenBy: [...broken.value],
    });
  }
  const isWhole = gates.every(({ result }) => result !== 'not-run');
  return success({ gates, isWhole, found: gates.flatMap(redFinding) });
}

/** The phase whose gate it is, and the one with whose merge it turned red; none where no merge did it. */
async function breakers(
  { merged }: { readonly merged: readonly MergedPhase[] },
  command: string,
  bench: Bench,
): Promise<Result<readonly string[], WorktreeProblemCode>> {
  const own = merged.findIndex(({ commands }) => commands.includes(command));
  const ask = async (place: number) => bench.run(merged[place]?.commit ?? '', command);
  const first = await ask(own);
  if (!first.ok) return first;
  const owner = merged[own]?.id ?? '';
  if (first.value.result === 'red') return success([owner]);
  if (first.value.result === 'ended') return success([]);
  // Green at the one, red at the other.
  let [green, red] = [own, merged.length - 1];
  const last = await ask(red);
  if (!last.ok) return last;
  if (last.value.result !== 'red') return success([]);
  while (red - green > 1) {
    const middle = Math.floor((green + red) / 2);
    const ran = await ask(middle);
    if (!ran.ok) return ran;
    if (ran.value.result === 'ended') return success([]);
    if (ran.value.result === 'red') red = middle;
    else green = middle;
  }
  return success([owner, merged[red]?.id ?? '']);
}

function redFinding({ command, phases, result, brokenBy }: UnionGate): FoundThing[] {
  if (result !== 'red') return [];
  const [owner, other] = brokenBy;
  const why =
    other !== undefined
      ? `phase ${owner} and phase ${other} do not go together: it was green until phase ${other} was merged.`
      : owner !== undefined
        ? `it is red here with phase ${owner} alone.`
        : 'which merge broke it was not found.';
  return [
    {
      ...{ kind: 'union-red', severity: 'high', file: null, line: null, quote: command.slice(0, 200) },
      message: `On the finished branch, a gate of phase ${phases.join(', ')} is red; ${why}`,
      ...(other === undefined ? (owner === undefined ? {} : { phase: owner }) : { phase: other }),
      ...{ proof: 'verified', by: 'union' },
    },
  ];
}
