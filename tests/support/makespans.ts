import { type PlanGraphInput, phaseOrder, planGraph, simulate, touchedFiles } from '../../src/plan/index.ts';
import { manifestOf } from './batch_manifest.ts';
import { simulateRun } from './simulated_run.ts';
import { newWorld } from './simulated_world.ts';

/** How long one random batch takes, in hours of virtual time. */
export type Makespans = {
  /** Run by the engine: journal, fold and scheduler. */
  readonly engine: number;
  /** The same with stage barriers. */
  readonly barriers: number;
  /** The best of many list schedules with priorities at random. */
  readonly best: number;
  /** No schedule is shorter: the critical path, or all work shared out evenly. */
  readonly bound: number;
};

/**
 * Batches of random graphs with skewed durations, some of whose phases touch the same files.
 *
 * @param options.lists - how many list schedules the best is chosen from, for each batch
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

async function engineHours(plan: PlanGraphInput, concurrency: number, stages: boolean): Promise<number> {
  const hours = new Map(plan.ids.map((id, place) => [id, plan.hours[place] as number]));
  const end = await simulateRun(newWorld(), {
    manifest: manifestOf(plan),
    limits: {
      concurrency,
      stages,
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
    hours: (phase) => hours.get(phase) as number,
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
