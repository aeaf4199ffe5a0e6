import type { BatchManifest } from '../../src/batch/generated/batch.ts';
import type { Arrangement } from '../../src/batch/scheduling/index.ts';
import { type PlanGraphInput, phaseOrder, planGraph, simulate, touchedFiles } from '../../src/plan/index.ts';
import { manifestOf } from './batch_manifest.ts';
import { listSchedule, longestPaths, lowerBound, type Tasks } from './list_schedules.ts';
import { type Simulation, simulateRun } from './simulated_run.ts';
import { newWorld } from './simulated_world.ts';

/** The makespans of one random batch, in hours of virtual time. */
export type Makespans = {
  /** Run by the engine: journal, fold and scheduler. */
  readonly engine: number;
  /** The same with stage barriers. */
  readonly barriers: number;
  /** The best of many list schedules with random priorities. */
  readonly best: number;
  /** A lower bound: the critical path, or all work divided evenly. */
  readonly bound: number;
};

/**
 * Batches of random graphs with skewed durations, some of whose phases touch the same files.
 *
 * @param options.lists - number of list schedules from which the best is chosen, for each batch
 */
export async function makespans(options: {
  readonly batches: number;
  readonly phases: number;
  readonly workers: number;
  readonly lists: number;
}): Promise<Makespans[]> {
  const { batches, phases, workers, lists } = options;
  const rows: Makespans[] = [];
  for (let batch = 1; batch <= batches; batch++) {
    const random = randomFrom(batch);
    const plan = randomPlan(phases, random);
    const graph = planGraph(plan);
    const order = phaseOrder(graph);
    const touched = touchedFiles(plan.files);
    let best = Number.POSITIVE_INFINITY;
    for (let list = 0; list < lists; list++) {
      const precedence = shuffled(phases, random);
      best = Math.min(best, simulate(graph, order, { precedence, touched }, workers).hours);
    }
    const work = graph.seconds.reduce((sum, seconds) => sum + seconds, 0);
    rows.push({
      engine: await engineHours(plan, workers, false),
      barriers: await engineHours(plan, workers, true),
      best,
      bound: Math.max(work / workers, Math.max(...order.earliestEnd)) / 3600,
    });
  }
  return rows;
}

/** The makespans of one batch with many places and imprecise estimates. */
export type PlacedMakespan = {
  /** Run by the engine, which knows the estimates. */
  readonly engine: number;
  /** The same, with phases in random order. */
  readonly anyhow: number;
  /**
   * The best of list schedules that know the real hours and those that know the estimates, by longest path, by longest phase and
   * at random.
   */
  readonly best: number;
  /** A lower bound. */
  readonly bound: number;
  /** The most phases that were ready and had no slot. */
  readonly waiting: number;
};

/**
 * Batches of wide graphs: chains of short phases, and beside them many independent phases. Some phases name a place, the others
 * may run at any.
 *
 * @param options.slots - simultaneous attempts, by place; `local` is this machine
 * @param options.lists - number of random list schedules, for each batch
 * @param options.error - the error of estimated hours: the standard deviation of the logarithm of their ratio to the real ones
 */
export async function placedMakespans(options: {
  readonly batches: number;
  readonly phases: number;
  readonly slots: Readonly<Record<string, number>>;
  readonly lists: number;
  readonly error: number;
  /** The share of phases that name a place. */
  readonly named: number;
}): Promise<PlacedMakespan[]> {
  const { batches, phases, slots, lists, error, named } = options;
  const rows: PlacedMakespan[] = [];
  for (let batch = 1; batch <= batches; batch++) {
    const random = randomFrom(batch);
    const names = Object.keys(slots);
    const { plan, places } = widePlan(phases, { names, named }, random);
    const tasks: Tasks = {
      ...{ needs: plan.dependencies, files: plan.files, places },
      hours: plan.hours.map((hours) => (hours ?? 1) * Math.exp(error * normal(random))),
    };
    const estimates = plan.hours.map((hours) => hours ?? 1);
    const priorities = [
      ...[tasks.hours, estimates].flatMap((hours) => [longestPaths({ needs: tasks.needs, hours }), hours]),
      ...Array.from({ length: lists }, () => [...shuffled(phases, random).rank]),
    ];
    const schedules = priorities.map((priority) => listSchedule(tasks, slots, priority));
    const run = { plan, slots, places, hours: tasks.hours };
    rows.push({
      engine: await placedHours(run),
      anyhow: await placedHours({ ...run, precedence: shuffled(phases, random) }),
      best: Math.min(...schedules.map(({ hours }) => hours)),
      bound: lowerBound(tasks, slots),
      waiting: schedules[0]?.waiting ?? 0,
    });
  }
  return rows;
}

async function placedHours({
  plan,
  slots,
  places,
  hours,
  precedence,
}: {
  readonly plan: PlanGraphInput;
  readonly slots: Readonly<Record<string, number>>;
  readonly places: Tasks['places'];
  readonly hours: Tasks['hours'];
  readonly precedence?: Arrangement['work']['precedence'];
}): Promise<number> {
  const { local = 0, ...others } = slots;
  const manifest = manifestOf(plan);
  const phases = manifest.phases.map((phase, index) => {
    const place = places[index];
    return place === undefined ? phase : { ...phase, place };
  });
  return hoursOf({
    manifest: { ...manifest, phases: phases as typeof manifest.phases },
    hours,
    limits: {
      concurrency: local,
      stages: false,
      places: { given: Object.keys(slots), slots: new Map(Object.entries(others)), begun: new Map() },
    },
    rearranged: (usual) =>
      precedence === undefined ? usual : { ...usual, work: { ...usual.work, precedence } },
  });
}

/**
 * A third of the phases are in chains, which are about as long as all work over 50 slots; every twentieth phase shares a file.
 */
function widePlan(
  size: number,
  { names, named }: { readonly names: readonly string[]; readonly named: number },
  random: () => number,
) {
  const numbers = Array.from({ length: size }, (_, number) => number);
  const length = Math.round(size / 25);
  const inChain = Math.round(size / 3);
  const plan: PlanGraphInput = {
    ids: numbers.map((number) => String(number + 1)),
    dependencies: numbers.map((number) => {
      const isBehind = number < inChain && number % length > 0;
      const other = Math.floor(random() * inChain);
      const needs = isBehind ? [number - 1] : [];
      // Some of the others follow a chain's phase.
      return number >= inChain && random() < 0.1 ? [other] : needs;
    }),
    hours: numbers.map((number) =>
      number < inChain ? 0.2 + 0.6 * random() : Math.min(4, 0.3 + 0.7 * (1 - random()) ** -0.5),
    ),
    files: numbers.map((number) => [
      random() < 0.05 ? `shared/${Math.floor(random() * 10)}` : `own/${number}`,
    ]),
  };
  const places = numbers.map(() =>
    random() < named ? names[Math.floor(random() * names.length)] : undefined,
  );
  return { plan, places };
}

/** A number with mean 0 and standard deviation 1 (Box and Muller). */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

async function engineHours(plan: PlanGraphInput, concurrency: number, stages: boolean): Promise<number> {
  const hours = plan.hours.map((each) => each as number);
  return hoursOf({ manifest: manifestOf(plan), hours, limits: { concurrency, stages } });
}

async function hoursOf({
  manifest,
  hours,
  limits,
  rearranged,
}: {
  readonly manifest: BatchManifest;
  /** By the phases' positions in the manifest. */
  readonly hours: readonly number[];
  readonly limits: Pick<Simulation['limits'], 'concurrency' | 'stages' | 'places'>;
  readonly rearranged?: Simulation['rearranged'];
}): Promise<number> {
  const hoursById = new Map(manifest.phases.map(({ id }, place) => [id, hours[place] as number]));
  const end = await simulateRun(newWorld(), {
    manifest,
    ...(rearranged && { rearranged }),
    limits: {
      ...limits,
      onFailure: 'continue',
      retries: 0,
      executor: 'agent',
      fallback: undefined,
      stopping: false,
      inHand: new Set(),
      asking: new Set(),
      failedBefore: new Set(),
    },
    fate: () => 'good',
    hours: (phase) => hoursById.get(phase) as number,
    gateHours: 0,
  });
  if (end.outcome !== 'done') throw new Error(`the batch is ${end.outcome}`);
  return end.hours;
}

/** Each phase depends on up to three of the twelve before it; every eighth shares a file; few phases take most of the time. */
function randomPlan(size: number, random: () => number): PlanGraphInput {
  const places = Array.from({ length: size }, (_, place) => place);
  return {
    ids: places.map((place) => String(place + 1)),
    dependencies: places.map((place) => {
      const needs = Array.from(
        { length: Math.floor(random() * 4) },
        () => place - 1 - Math.floor(random() * 12),
      );
      return [...new Set(needs.filter((need) => need >= 0))];
    }),
    // Pareto with 1.2, from 6 minutes to 40 hours, in whole seconds.
    hours: places.map(() => Math.round(Math.min(0.1 * (1 - random()) ** (-1 / 1.2), 40) * 3600) / 3600),
    files: places.map((place) => [random() < 0.125 ? `shared/${Math.floor(random() * 4)}` : `own/${place}`]),
  };
}

function shuffled(size: number, random: () => number) {
  const phases = Int32Array.from({ length: size }, (_, place) => place);
  for (let place = size - 1; place > 0; place--) {
    const other = Math.floor(random() * (place + 1));
    [phases[place], phases[other]] = [phases[other] as number, phases[place] as number];
  }
  const rank = new Int32Array(size);
  phases.forEach((phase, place) => {
    rank[phase] = place;
  });
  return { phases, rank };
}

/** Numbers from 0 to below 1, the same for the same seed (mulberry32, T. Ettinger). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
