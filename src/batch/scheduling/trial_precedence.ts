import {
  type PhaseOrder,
  type PlanGraph,
  type Precedence,
  precedence,
  simulate,
  type TouchedFiles,
} from '../../plan/index.ts';

/**
 * Returns the precedence of phases when several could start: longest remaining path first, as long as that works well.
 *
 * It does not when phases that share files are long: one that starts slightly too early delays a longer one. So the schedule is
 * simulated; if it is well above the lower bound, similar ones are simulated too, and the best is used when it is clearly
 * shorter. The same batch always gets the same answer.
 */
export function trialPrecedence(
  graph: PlanGraph,
  order: PhaseOrder,
  touched: TouchedFiles,
  workers: number,
): Precedence {
  const byPath = precedence(graph, order);
  if (order.order.length > LARGEST) return byPath;
  const hoursOf = (tried: Precedence) =>
    simulate(graph, order, { precedence: tried, touched }, workers).hours;
  const usual = hoursOf(byPath);
  const enough = lowerBound(graph, order, workers) * GOOD_ENOUGH;
  const random = numbers();
  let best = { tried: byPath, hours: usual };
  for (let trial = 0; trial < TRIALS && best.hours > enough; trial++) {
    // The strength of the change, from slight to arbitrary.
    const tried = shaken(byPath, random, (trial % 8) + 1);
    const hours = hoursOf(tried);
    if (hours < best.hours) best = { tried, hours };
  }
  return best.hours * CLEARLY < usual ? best.tried : byPath;
}

/** Larger batches have so much parallel work that one phase seldom matters, and a trial takes milliseconds. */
const LARGEST = 2_000;
const TRIALS = 256;
const GOOD_ENOUGH = 1.01;
const CLEARLY = 1.02;

/** In hours: the critical path, or all work divided evenly. */
function lowerBound({ seconds }: PlanGraph, { order, earliestEnd }: PhaseOrder, workers: number): number {
  let work = 0;
  let path = 0;
  for (const phase of order) {
    work += seconds[phase] as number;
    path = Math.max(path, earliestEnd[phase] as number);
  }
  return Math.max(work / workers, path) / 3600;
}

/** Moves each phase in an order at random, the farther the greater the strength, from 1 to 8. */
function shaken({ phases, rank }: Precedence, random: () => number, strength: number): Precedence {
  const reach = phases.length * (strength / 4);
  const keys = Float64Array.from(rank, (place) => place + (random() - 0.5) * reach);
  const moved = phases.slice().sort((a, b) => (keys[a] as number) - (keys[b] as number) || a - b);
  const places = new Int32Array(rank.length);
  moved.forEach((phase, place) => {
    places[phase] = place;
  });
  return { phases: moved, rank: places };
}

/** Returns the same sequence each time, from 0 to below 1: a linear congruential generator, constants after Numerical Recipes. */
function numbers(): () => number {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
