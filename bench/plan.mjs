// The cost of reading and checking a plan, as ratios in one process and one run: against markdown-it's block rules alone over the
// same text, and of a long plan against a short one. A figure over its budget is marked and the exit code is 1.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import MarkdownIt from 'markdown-it';
import { median, printFigure } from './support/figures.mjs';
import { loadSource } from './support/load_source.mjs';

const { checkPlan, readPlan } = await loadSource('src/plan/index.ts');
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

const short = planOf(1000);
const middle = planOf(10_000);
const long = planOf(100_000);
const markdown = new MarkdownIt({ html: true });

// Alternating rounds of each, so that other load on the machine affects them all alike; the first are for warming up.
const WARM_UP = 3;
const times = { block: [], check: [], short: [], long: [] };
for (let round = -WARM_UP; round < 9; round++) {
  if (round === 0) for (const list of Object.values(times)) list.length = 0;
  times.block.push(timeOf(() => markdown.block.parse(middle, markdown, {}, [])));
  times.check.push(timeOf(() => check(middle)));
  for (let again = 0; again < 5; again++) times.short.push(timeOf(() => check(short)));
  if (round % 2 === 0) times.long.push(timeOf(() => check(long)));
}
const block = median(times.block);
const perPhase = { short: median(times.short) / 1000, long: median(times.long) / 100_000 };

collect();
const before = process.memoryUsage().heapUsed;
let kept = check(planOf(100_000));
collect();
const retained = (process.memoryUsage().heapUsed - before) / 100_000 / 1000;
if (kept.checked === undefined) throw new Error('the plan has errors');
kept = undefined;

console.log(`Node ${process.version}, medians; ${(middle.length / 1e6).toFixed(1)} MB for 10,000 phases`);
console.log(`block rules ${block.toFixed(0)} ms, check ${median(times.check).toFixed(0)} ms`);
printFigure('check of 10,000 phases / markdown-it block rules', median(times.check) / block, 1.8);
printFigure('cost per phase, 100,000 / 1,000', perPhase.long / perPhase.short, 1.3);
printFigure('KB retained per phase, source included', retained, 2.5);

function check(source) {
  const plan = readPlan(source, 'plan.md');
  if (!plan.ok) throw new Error('the plan cannot be read');
  return checkPlan(plan.value, { goals: ['ADD_OR_INTEGRATE'] });
}

function timeOf(work) {
  const started = performance.now();
  work();
  return performance.now() - started;
}

/** A plan such as people write, about 340 bytes a phase. */
function planOf(size) {
  const phases = Array.from({ length: size }, (_, index) => {
    const number = index + 1;
    const needs = number > 2 ? `Phase ${number - 1}, Phase ${number >> 1} (needs its models)` : 'None';
    return `### Phase ${number}: Build part ${number}
**Goal**: Part ${number} works as the others do.
**Estimated Hours**: 2-3
**Complexity**: medium
**Files Modified**: src/part_${number}.ts, tests/part_${number}.test.ts
**Dependencies**: ${needs}
**Implementation Steps**:
1. Write it
2. Wire it

**Validation Gates**:
- [ ] Tests pass: \`npm test -- part_${number}\`
`;
  });
  return `# Plan\n\n## Phases\n\n${phases.join('\n')}`;
}
