// How the time to read and judge a document grows with it, for many shapes that somebody could write or a machine could make:
// four times as much may take eight times as long at most (n log n, with room for the collector of garbage; what grows with the
// square takes sixteen). A shape that is over is marked and the exit code is 1. The times themselves have no budget here.
import { loadSource } from './support/load_source.mjs';

const { assessPlan, readDocument } = await loadSource('src/plan/index.ts');

const LARGEST = 500_000;
const MOST_GROWTH = 8;
/** Below this, a ratio says more of the machine than of the program. */
const LEAST_MS = 1000;

const lines = (count, line) => Array.from({ length: count }, (_, index) => line(index + 1)).join('\n');
const many = (count, text, between = ', ') => Array.from({ length: count }, () => text).join(between);
const phase = (number, fields) => `### Phase ${number}: Part ${number}\n**Goal**: It is there\n${fields}\n`;

const SHAPES = {
  'an unknown dependency, again and again': (n) => phase(1, `**Dependencies**: ${many(n, 'nobody')}`),
  'an unknown dependency of a task': (n) =>
    `- [ ] T-1 A\n  - **Depends on**: ${many(n, 'nobody')}\n- [ ] T-2 B`,
  globs: (n) => lines(n, (i) => phase(i, `**Dependencies**: None\n**Files Modified**: src/**/a*${i}*.ts`)),
  'tasks side by side': (n) =>
    `# Tasks\n## Phase 1: Setup\n${lines(n, (i) => `- [ ] T${String(i).padStart(3, '0')} [P] Write src/${i}.ts`)}`,
  'tasks of one file': (n) => lines(n, (i) => `- [ ] T-${i} Change src/a.ts (${i})`),
  'phases in bold': (n) => lines(n, (i) => `**Phase ${i}: A**\n\n- do it\n`),
  'phases of one number': (n) => lines(n, (i) => `## Phase 1: A${i}\n\n- do it\n`),
  'rows of a table': (n) =>
    `| ID | Task | Depends on |\n| --- | --- | --- |\n${lines(n, (i) => `| T${i} | Do ${i} | ${i > 1 ? `T${i - 1}` : ''} |`)}`,
  headings: (n) => lines(n, (i) => `## Thing ${i}\n\n- text`),
  'headings with numbers': (n) => lines(n, (i) => `## ${i}. Thing\n\n- [ ] text`),
  'long titles': (n) => lines(n, (i) => `### Phase ${i}: ${many(120, 'word', ' ')} ${i}\n**Goal**: x\n`),
  'blocks of code': (n) => `## Phase 1: A\n${many(n, '```\n## Phase 2: B\n```', '\n')}`,
  'one block of code': (n) => `## Phase 1: A\n\`\`\`\n${lines(n, (i) => `## Phase ${i}: B`)}`,
  'tasks in tags': (n) =>
    lines(
      n,
      (i) =>
        `<task type="auto">\n<name>Task ${i}: x</name>\n<files>${i}.ts</files>\n<action>go</action>\n</task>`,
    ),
  'gates of one phase': (n) =>
    phase(
      1,
      `**Dependencies**: None\n**Validation Gates**:\n${lines(n, (i) => `- [ ] ${i}: \`npm test ${i}\``)}`,
    ),
  'hidden characters': (n) => `## Phase 1: A\n\n${lines(n, () => 'a\u200b')}`,
  'comments of HTML': (n) => `## Phase 1: A\n\n${lines(n, () => '` `` <!-- a --> \n')}`,
  'fences that nothing closes': (n) => `## Phase 1: A\n\n${lines(n, () => '```a\n')}`,
  stars: (n) => `- [ ] ${many(n, '**a', '')}\n- [ ] b`,
  brackets: (n) => `- [ ] a ${many(n, '(', '')}\n- [ ] b`,
};

for (const [name, shape] of Object.entries(SHAPES)) {
  let count = 64;
  while (shape(count * 2).length < LARGEST && count < 100_000) count *= 2;
  const small = bestOf(shape(count / 4));
  const large = bestOf(shape(count));
  const growth = large / small;
  const isOver = large > LEAST_MS && growth > MOST_GROWTH;
  if (isOver) process.exitCode = 1;
  console.log(
    `${isOver ? 'OVER ' : '     '}${name}: ${count}, ${large.toFixed(0)} ms, × ${growth.toFixed(1)} for × 4 (at most ${MOST_GROWTH})`,
  );
}

/** The best of two runs: what else the machine does only makes it slower. */
function bestOf(text) {
  return Math.min(timeOf(text), timeOf(text));
}

function timeOf(text) {
  const start = performance.now();
  const read = readDocument(text, 'plan.md', { title: 'Untitled' });
  if (read.ok) assessPlan(read.value.plan);
  return performance.now() - start;
}
