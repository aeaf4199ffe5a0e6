import { type Result, success } from '../../../diagnostics/index.ts';
import { namedOf } from '../../../lib/index.ts';
import type { WorktreeProblemCode } from '../../git/worktrees/index.ts';
import type { BatchState } from '../../store/batch_state.ts';
import type { UnionGate } from '../finding.ts';
import type { FoundThing } from '../make_review.ts';
import type { Bench, BenchRun } from './bench.ts';

/** A merged phase, in the order of the merges. */
export type MergedPhase = {
  readonly id: string;
  readonly commit: string;
  readonly commands: readonly string[];
};

/** The merged phases of a batch in the order of their merges. */
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

/** The last result of each gate of the merged phases on a tree, from the journal. */
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

/** The results of all phases' gates on the finished branch. */
export type UnionTrial = {
  readonly gates: readonly UnionGate[];
  readonly isWhole: boolean;
  readonly found: readonly FoundThing[];
};

/**
 * Runs every gate of every merged phase once on the finished branch; uses the batch's own results on that very tree. For a red
 * one, finds the merge that broke it by bisecting the merges since its own phase.
 *
 * @param bench - without one, nothing is run: gates that the batch has not run are reported as such
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
  const found: FoundThing[] = [];
  for (const command of new Set(merged.flatMap(({ commands }) => commands))) {
    const phases = merged.filter(({ commands }) => commands.includes(command)).map(({ id }) => id);
    const before = known.get(command);
    // A red result, even the batch's own, is checked once more.
    const isAsked = bench !== undefined && before !== 'green';
    const ran = isAsked ? await settle(head, command, before, bench) : success(NOT_RUN);
    if (!ran.ok) return ran;
    const { last, isFlaky } = ran.value;
    const result = last?.result ?? before ?? 'not-run';
    const broken =
      isAsked && result === 'red' && isFlaky !== true
        ? await breakers(parts, command, bench)
        : success(NOBODY);
    if (!broken.ok) return broken;
    const { flakyAt } = broken.value;
    const gate: UnionGate = {
      ...{ command, phases, result, isReused: before !== undefined && last === undefined },
      ...(isFlaky || flakyAt !== undefined ? { isFlaky: true } : {}),
      seconds: last?.seconds ?? 0,
      tail: result === 'red' ? (last?.tail ?? '') : '',
      brokenBy: [...broken.value.phases],
    };
    gates.push(gate);
    found.push(...unionFinding(gate, flakyAt === 'earlier'));
  }
  const isWhole = gates.every(({ result }) => result !== 'not-run');
  return success({ gates, isWhole, found });
}

/** The final result of a gate on the finished branch: without `last`, it was not run to its end. */
type Settled = { readonly last?: BenchRun & { readonly result: 'green' | 'red' }; readonly isFlaky?: true };

const NOT_RUN: Settled = {};

/**
 * Runs a gate. A red one is run again on the same files: with both results it is flaky, and a third run decides what is reported.
 */
async function settle(
  head: string,
  command: string,
  before: 'green' | 'red' | undefined,
  bench: Bench,
): Promise<Result<Settled, WorktreeProblemCode>> {
  let last: Settled['last'];
  const answers = new Set<'green' | 'red'>(before === undefined ? [] : [before]);
  for (let count = answers.size; count < MAX_ASKED; count++) {
    const ran = await bench.run(head, command);
    if (!ran.ok) return ran;
    const { result } = ran.value;
    if (result === 'ended') break;
    last = { ...ran.value, result };
    const isFirst = answers.size === 0;
    answers.add(result);
    if (isFirst ? result === 'green' : answers.size === 1) break;
  }
  return success({
    ...(last === undefined ? {} : { last }),
    ...(answers.size > 1 ? { isFlaky: true } : {}),
  });
}

const MAX_ASKED = 3;

/** The phases whose merge turned a gate red, by id: the gate's own, and the other one; none where the result varies. */
type Breakers = {
  readonly phases: readonly string[];
  /** The files on which it is both green and red: those of the finished branch, or only of an earlier merge. */
  readonly flakyAt?: 'head' | 'earlier';
};

const NOBODY: Breakers = { phases: [] };

/** Finds the gate's phase and the one whose merge turned it red; none where no merge did it. */
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
  // Two phases are named only if both results repeat.
  for (const [place, wanted] of [
    [red, 'red'],
    [green, 'green'],
  ] as const) {
    const ran = await ask(place);
    if (!ran.ok) return ran;
    if (ran.value.result === 'ended') return success(NOBODY);
    if (ran.value.result !== wanted)
      return success({ phases: [], flakyAt: place === merged.length - 1 ? 'head' : 'earlier' });
  }
  return success({ phases: [owner, merged[red]?.id ?? ''] });
}

/** @param isFlakyEarlier - on the finished branch it is red each time, and at an earlier merge it is not */
function unionFinding(
  { command, phases, result, brokenBy, isFlaky }: UnionGate,
  isFlakyEarlier: boolean,
): FoundThing[] {
  const own = {
    file: null,
    line: null,
    quote: command.slice(0, 200),
    proof: 'verified',
    by: 'union',
  } as const;
  const [owner, other] = brokenBy;
  const whose = `On the finished branch, a gate of ${namedOf('phase', phases)}`;
  if (isFlaky === true && !isFlakyEarlier) {
    const message = `${whose} is green and red on the same files: which of the two is right is unknown.`;
    return [{ ...own, kind: 'weak-gate', severity: 'medium', message, ...ofPhase(phases[0]) }];
  }
  if (result !== 'red') return [];
  const why = isFlakyEarlier
    ? 'on the way there, it is green and red on the same files, so no merge is named.'
    : other !== undefined
      ? `phase ${owner} and phase ${other} conflict: it was green until phase ${other} was merged.`
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
