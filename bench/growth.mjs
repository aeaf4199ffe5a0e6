// Growth of the time to read and judge a document, or a goal map, for many shapes that people or machines could write: four times
// the size may take at most eight times as long (n log n, with room for the garbage collector; quadratic growth takes sixteen). A
// shape over that is marked and the exit code is 1. Times are processor times, so that other load on the machine counts less.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadSource } from './support/load_source.mjs';

const { assessPlan, mergeConstraints, readConstraints, readDocument } = await loadSource('src/plan/index.ts');
const { checkGoals, openWorkspace } = await loadSource('src/operations/index.ts');
const { createContext } = await loadSource('src/runtime.ts');

const LARGEST = 1_000_000;
const MAX_GROWTH = 8;
/** The most tasks that a list may have. */
const MAX_TASKS = 2000;
/** Below this, a ratio says more about the machine than about the program. */
const MIN_MS = 1000;
/** The limit for everything below a megabyte, by the best of two runs. */
const MAX_MS = 2000;

const lines = (count, line) => Array.from({ length: count }, (_, index) => line(index + 1)).join('\n');
const many = (count, text, between = ', ') => Array.from({ length: count }, () => text).join(between);
const phase = (number, fields) => `### Phase ${number}: Part ${number}\n**Goal**: It is there\n${fields}\n`;

const SHAPES = {
  'an unknown dependency, again and again': (n) => phase(1, `**Dependencies**: ${many(n, 'nobody')}`),
  'an unknown dependency of a task': (n) =>
    `- [ ] T-1 A\n  - **Depends on**: ${many(n, 'nobody')}\n- [ ] T-2 B`,
  'unknown dependencies, each another': (n) =>
    phase(1, `**Dependencies**: ${Array.from({ length: n }, (_, i) => `nobody${i}`).join(', ')}`),
  'an unknown dependency of each phase': (n) => lines(n, (i) => phase(i, `**Dependencies**: Pahse ${i}`)),
  'titles that are all the same': (n) => lines(n, (i) => `### Phase ${i}: Same\n**Goal**: x\n`),
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
  'empty lines': (n) => `# A\n${many(n, '', '\n')}`,
  'carriage returns': (n) => `# A\n- [ ] a\n${many(n, '', '\r')}`,
  'spaces in a line': (n) => `# A\n- [ ] a\n${many(n, '', ' ')}`,
  'back ticks': (n) => `## Phase 1: A\n\n- do ${many(n, '`', ' ')}`,
  'a file in deep folders': (n) => phase(1, `**Files Modified**: ${many(n, 'a', '/')}/b.ts, c.ts`),
  'headings of one name': (n) => lines(n, () => '# a'),
  'empty items': (n) => lines(n, () => '- [ ]'),
  'tasks of Task Master': (n) =>
    JSON.stringify({
      tasks: list(n, (i) => ({
        id: i,
        title: `T${i}`,
        status: 'pending',
        dependencies: i > 1 ? [i - 1] : [],
      })),
    }),
  stars: (n) => `- [ ] ${many(n, '**a', '')}\n- [ ] b`,
  'a number of many parts': (n) => `- [ ] ${many(n, '1.', '')}\n- [ ] b`,
  'a number of many parts in bold': (n) => `- [ ] **A1${many(n, '-1', '')} x\n- [ ] b`,
  'phases with Roman numbers': (n) => lines(n, (i) => `## Phase ${many((i % 30) + 1, 'I', '')}: x\n- do`),
  'an order in a drawing': (n) =>
    `\`\`\`mermaid\ngraph TD\n${lines(n, (i) => `T${i} --> T${i + 1}`)}\n\`\`\`\n${lines(n, (i) => `- [ ] T${i} do it`)}`,
  'ranges of hours': (n) => phase(1, `**Estimated Hours**: ${many(n, '1', '-')} days`),
  'braces in braces': (n) => phase(1, `**Files Modified**: ${many(n, 'a{b,', '')}c${many(n, '}', '')}`),
  'a name before a colon in each line': (n) => `- [ ] a\n${lines(n, () => '**a**: b: c: d:')}`,
  brackets: (n) => `- [ ] a ${many(n, '(', '')}\n- [ ] b`,
};

const goal = (constraints) => ({
  description: 'd',
  persona: 'meticulous_auditor.txt',
  protocol: 'code_review_pass.txt',
  constraints,
});
const list = (count, one) => Array.from({ length: count }, (_, index) => one(index + 1));

/** Goal maps. Their goals refer to missing files: searches without a result take longest. */
const MAPS = {
  'constraints of one goal': (n) => ({ ONE: goal(list(n, (i) => `c${i}.txt`)) }),
  'constraints with conditions': (n) => ({
    ONE: goal(list(n, (i) => ({ use: `c${i}.txt`, when: { kind: ['a'] } }))),
  }),
  'constraints of no good name': (n) => ({ ONE: goal(list(n, (i) => `../c${i}`)) }),
  'goals whose components are not there': (n) =>
    Object.fromEntries(
      list(n, (i) => [`G${i}`, { ...goal([]), persona: `p${i}.txt`, protocol: `q${i}.txt` }]),
    ),
  'goals that are none': (n) => Object.fromEntries(list(n, (i) => [`g ${i}`, { persona: 3 }])),
};
/** Requirements with constraints. */
const WISHES = {
  'names to be avoided in one bracket': (n) => `Add a page [avoid: ${many(n, 'a', ',')}]`,
  'what is to be avoided in brackets in brackets': (n) =>
    `Add a page [avoid: ${many(n, '(a,', '')}${many(n, ')', '')}]`,
  'brackets, each with a name': (n) => lines(n, (i) => `[avoid: a${i}]`),
};
const mapText = (shape) => (count) => JSON.stringify({ All: shape(count) });

/** Only shapes with this in their name: `node bench/growth.mjs globs`. */
const [wanted = ''] = process.argv.slice(2);
const chosen = (shapes) => Object.entries(shapes).filter(([name]) => name.includes(wanted));

for (const [name, shape] of chosen(SHAPES)) await judge(name, shape, readPlan);
for (const [name, shape] of chosen(WISHES)) await judge(name, shape, readWishes);
for (const [name, shape] of chosen(MAPS)) await judge(name, mapText(shape), checkMap);

async function judge(name, shape, work) {
  let count = 64;
  while (shape(count * 2).length < LARGEST && count < 200_000) count *= 2;
  // Where too many are refused by their number, the largest accepted number takes longest.
  if (count > MAX_TASKS && !(await work(shape(count))) && (await work(shape(MAX_TASKS)))) count = MAX_TASKS;
  const small = await bestOf(shape(count / 4), work);
  const large = await bestOf(shape(count), work);
  const growth = large / small;
  const isOver = large > MAX_MS || (large > MIN_MS && growth > MAX_GROWTH);
  if (isOver) process.exitCode = 1;
  console.log(
    `${isOver ? 'OVER ' : '     '}${name}: ${count}, ${large.toFixed(0)} ms, × ${growth.toFixed(1)} for × 4 (at most ${MAX_GROWTH})`,
  );
}

/** The best of two runs: other load on the machine only makes it slower. */
async function bestOf(text, work) {
  return Math.min(await timeOf(text, work), await timeOf(text, work));
}

async function timeOf(text, work) {
  const start = process.cpuUsage();
  await work(text);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

/** Whether it could be read. */
function readPlan(text) {
  const read = readDocument(text, 'plan.md', { title: 'Untitled' });
  if (read.ok) assessPlan(read.value.plan);
  return read.ok;
}

/** Whether it could be read. */
function readWishes(text) {
  mergeConstraints(readConstraints(text).given);
  return true;
}

/** Whether it could be read. */
async function checkMap(text) {
  const cwd = mkdtempSync(join(tmpdir(), 'orchestrator-bench-'));
  try {
    writeFileSync(join(cwd, 'goal_map.json'), text);
    const installation = fileURLToPath(new URL('..', import.meta.url));
    const context = createContext({ cwd, env: { HOME: cwd }, installation });
    const workspace = await openWorkspace(context, {});
    if (workspace.ok) await checkGoals(context, workspace.value);
    return workspace.ok;
  } finally {
    rmSync(cwd, { recursive: true });
  }
}
