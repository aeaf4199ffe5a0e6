// The graph of a large plan against Kahn's algorithm alone, written by hand over typed arrays: in one process and one
// run, medians, both from the same lists. A ratio over its budget is marked and the exit code is 1.

import { median } from './support/figures.mjs';
import { loadSource } from './support/load_source.mjs';

const RUNS = 31;
const PHASES = 100_000;
const EDGES = 250_000;

const { criticalPath, cycles, phaseOrder, planGraph, stagesOf } = await loadSource('src/plan/graph/index.ts');

console.log(`Node ${process.version}, medians of ${RUNS} runs, ${PHASES} phases and ${EDGES} dependencies`);
compare('in document order', randomPlan({ shuffled: false }), 1.8);
compare('in any order', randomPlan({ shuffled: true }), 2.4);

function compare(name, input, most) {
  const byHand = [];
  const whole = [];
  for (let round = 0; round < RUNS + 3; round++) {
    const kahn = timed(() => kahnAlone(input.dependencies));
    const graph = timed(() => wholeGraph(input));
    if (kahn.value !== graph.value) throw new Error(`${graph.value} stages instead of ${kahn.value}`);
    if (round < 3) continue;
    byHand.push(kahn.milliseconds);
    whole.push(graph.milliseconds);
  }
  const ratio = median(whole) / median(byHand);
  const verdict = ratio <= most ? `budget ${most}` : `OVER its budget of ${most}`;
  console.log(`${`Kahn alone, ${name}`.padEnd(56)} ${median(byHand).toFixed(1).padStart(6)} ms`);
  console.log(
    `${`stages, order, cycles, critical path, ${name}`.padEnd(56)} ${median(whole).toFixed(1).padStart(6)} ms  ${ratio.toFixed(2).padStart(5)}x  ${verdict}`,
  );
  if (ratio > most) process.exitCode = 1;
}

function wholeGraph(input) {
  const graph = planGraph(input);
  const order = phaseOrder(graph);
  const stages = stagesOf(order);
  if (cycles(graph, order).length > 0) throw new Error('a cycle');
  if (criticalPath(graph, order).phases.length === 0) throw new Error('no critical path');
  return stages.length;
}

/** Only the stages, in the obvious way. */
function kahnAlone(dependencies) {
  const size = dependencies.length;
  const starts = new Int32Array(size + 1);
  const waitsFor = new Int32Array(size);
  for (let phase = 0; phase < size; phase++) {
    const list = dependencies[phase];
    waitsFor[phase] = list.length;
    for (let index = 0; index < list.length; index++) starts[list[index] + 1]++;
  }
  for (let phase = 0; phase < size; phase++) starts[phase + 1] += starts[phase];
  const filled = starts.slice(0, size);
  const dependents = new Int32Array(starts[size]);
  for (let phase = 0; phase < size; phase++) {
    const list = dependencies[phase];
    for (let index = 0; index < list.length; index++) dependents[filled[list[index]]++] = phase;
  }
  const queue = new Int32Array(size);
  const stage = new Int32Array(size);
  let tail = 0;
  for (let phase = 0; phase < size; phase++) if (waitsFor[phase] === 0) queue[tail++] = phase;
  let stages = 0;
  for (let head = 0; head < tail; head++) {
    const phase = queue[head];
    const next = stage[phase] + 1;
    if (next > stages) stages = next;
    for (let edge = starts[phase]; edge < starts[phase + 1]; edge++) {
      const dependent = dependents[edge];
      if (stage[dependent] < next) stage[dependent] = next;
      if (--waitsFor[dependent] === 0) queue[tail++] = dependent;
    }
  }
  if (tail < size) throw new Error('a cycle');
  return stages;
}

function randomPlan({ shuffled }) {
  const random = numbers(20_261_121);
  const label = Array.from({ length: PHASES }, (_, phase) => phase);
  if (shuffled)
    for (let at = PHASES - 1; at > 0; at--) {
      const other = random(at + 1);
      [label[at], label[other]] = [label[other], label[at]];
    }
  const dependencies = Array.from({ length: PHASES }, () => []);
  for (let edge = 0; edge < EDGES; edge++) {
    const later = 1 + random(PHASES - 1);
    dependencies[label[later]].push(label[random(later)]);
  }
  const hours = Array.from({ length: PHASES }, () => 0.5 + random(16) / 2);
  return { ids: label.map(String), dependencies, hours, files: dependencies.map(() => []) };
}

/** The same numbers on every run: a linear congruential generator, constants after Numerical Recipes. */
function numbers(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function timed(work) {
  const started = process.hrtime.bigint();
  const value = work();
  return { value, milliseconds: Number(process.hrtime.bigint() - started) / 1e6 };
}
