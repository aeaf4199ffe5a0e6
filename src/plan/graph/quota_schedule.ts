import { heap } from './heap.ts';
import type { PhaseOrder } from './phase_order.ts';
import { inHours, type PlanGraph } from './plan_graph.ts';
import type { PlannedWork } from './ready_queue.ts';
import { simulatedPhases } from './simulated_phases.ts';

/** The number of phases that may start in a window, which opens with the first. */
export type Quota = { readonly seconds: number; readonly starts: number };

/** The phases that start in one window of a quota. Times in hours from the plan's start. */
export type Wave = {
  /** The index of the quota. */
  readonly quota: number;
  readonly phases: readonly number[];
  /** When its first phase starts and the window opens. */
  readonly starts: number;
  /** When the last of its phases ends. */
  readonly ends: number;
  /** When the window is over, and others may start. */
  readonly over: number;
  /** The time that something ready to start waited for that. */
  readonly waits: number;
};

/** The schedule of a plan within quotas. */
export type QuotaSchedule = { readonly hours: number; readonly waves: readonly Wave[] };

/** The quotas within which a plan is carried out. */
export type Quotas = {
  readonly quotas: readonly Quota[];
  /** The place of a phase's quota; -1 for one that has none. */
  readonly quotaOf: (phase: number) => number;
};

type OpenWave = {
  readonly quota: number;
  readonly opens: number;
  readonly closes: number;
  readonly phases: number[];
  /** When the first phase was turned away that only the quota kept from starting. */
  turnedAway: number | undefined;
};

/** Simulates a plan as {@link simulate} does, where a phase also waits until its quota lets it start. */
export function simulateWithin(
  graph: PlanGraph,
  order: PhaseOrder,
  work: PlannedWork,
  { workers, quotas, quotaOf }: Quotas & { readonly workers: number },
): QuotaSchedule {
  const { seconds } = graph;
  const ends = new Float64Array(graph.size);
  const { queue, end } = simulatedPhases(graph, order, work);
  const running = heap((a, b) => (ends[a] as number) < (ends[b] as number));
  const waves: OpenWave[] = [];
  const current: (OpenWave | undefined)[] = quotas.map(() => undefined);
  const parked: number[][] = quotas.map(() => []);
  let now = 0;
  let last = 0;
  for (;;) {
    start();
    const first = running.peek();
    const openings = parked.flatMap((phases, quota) =>
      phases.length > 0 ? (current[quota]?.closes ?? now) : [],
    );
    const next = Math.min(
      first === undefined ? Number.POSITIVE_INFINITY : (ends[first] as number),
      ...openings,
    );
    if (next === Number.POSITIVE_INFINITY) break;
    now = next;
    while (running.size > 0 && ends[running.peek() as number] === now) end(running.pop() as number);
    for (const [quota, phases] of parked.entries()) {
      if (phases.length > 0 && (current[quota]?.closes ?? now) <= now)
        for (const phase of phases.splice(0)) queue.add(phase);
    }
  }
  return { hours: inHours(last), waves: waves.map(asWave) };

  function start(): void {
    while (running.size < workers) {
      const phase = queue.next();
      if (phase === undefined) break;
      const quota = quotaOf(phase);
      if (quota >= 0 && !isOpen(quota)) {
        // Its files are free for other phases.
        queue.end(phase);
        parked[quota]?.push(phase);
        continue;
      }
      if (quota >= 0) current[quota]?.phases.push(phase);
      ends[phase] = now + (seconds[phase] as number);
      last = Math.max(last, ends[phase] as number);
      running.push(phase);
    }
  }

  /** Whether one more may start; opens the next window where necessary. */
  function isOpen(quota: number): boolean {
    const { seconds: length, starts } = quotas[quota] as Quota;
    let wave = current[quota];
    if (wave === undefined || wave.closes <= now) {
      wave = { quota, opens: now, closes: now + length, phases: [], turnedAway: undefined };
      current[quota] = wave;
      waves.push(wave);
    }
    if (wave.phases.length < starts) return true;
    wave.turnedAway ??= now;
    return false;
  }

  function asWave({ quota, opens, closes, phases, turnedAway }: OpenWave): Wave {
    return {
      quota,
      phases,
      starts: inHours(opens),
      ends: inHours(phases.reduce((latest, phase) => Math.max(latest, ends[phase] as number), opens)),
      over: inHours(closes),
      waits: turnedAway === undefined ? 0 : inHours(closes - turnedAway),
    };
  }
}
