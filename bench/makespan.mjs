// The makespans of batches in virtual time, run by the engine itself: against the best of many list schedules with random
// priorities, and against stage barriers. Over its budget the exit code is 1.
import { loadSource } from './support/load_source.mjs';

const BUDGET = 1.05;
const BATCHES = 100;
const LISTS = 300;

const { makespans } = await loadSource('tests/support/makespans.ts');

console.log(`${BATCHES} random batches each, makespan as a ratio; best: of ${LISTS} list schedules`);
console.log(
  'phases workers   engine/best mean  worst   engine/bound mean  worst   barriers/engine mean  worst',
);
for (const [phases, workers] of [
  [20, 2],
  [20, 4],
  [60, 4],
  [60, 8],
]) {
  const rows = await makespans({ batches: BATCHES, phases, workers, lists: LISTS });
  const toBest = rows.map(({ engine, best }) => engine / best);
  const toBound = rows.map(({ engine, bound }) => engine / bound);
  const barriers = rows.map((row) => row.barriers / row.engine);
  const over = toBest.filter((ratio) => ratio > BUDGET).length;
  const cells = [toBest, toBound, barriers].flatMap((ratios) => [mean(ratios), Math.max(...ratios)]);
  const verdict = over === 0 ? `budget ${BUDGET}` : `${over} OVER the budget of ${BUDGET}`;
  const widths = [18, 7, 20, 7, 23, 7];
  const figures = cells.map((cell, place) => cell.toFixed(3).padStart(widths[place]));
  console.log(`${String(phases).padStart(6)} ${String(workers).padStart(7)} ${figures.join('')}  ${verdict}`);
  if (over > 0) process.exitCode = 1;
}

function mean(ratios) {
  return ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
}
