import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { documentOf, emptyFolder, run } from '../support/program.ts';
import { asUser, repositoryWith } from '../support/repository.ts';

const TASK = 'Write hello.txt with a greeting';

function place() {
  const cwd = repositoryWith({ 'package.json': '{"scripts":{"test":"test -s hello.txt"}}\n' });
  const file = join(emptyFolder(), 'agent.sh');
  writeFileSync(file, 'echo hi > hello.txt\n');
  const given = ['--executor-command', `sh ${file}`, '--yes'];
  return { cwd, task: (...args: readonly string[]) => run(['execute-task', TASK, ...args], { cwd }), given };
}

test('a task is a plan of one phase, which is run and checked, and merged only when that is asked for', async () => {
  const { cwd, task, given } = place();
  const result = await task('--files', 'hello.txt', '--gate', 'npm test', ...given, '--json');
  expect(result.code).toBe(0);
  expect(documentOf(result)).toMatchObject({
    ok: true,
    plan: './.orchestrator/plans/write-hello-txt-with-a-greeting.md',
    gates: ['npm test'],
    batch: 1,
    counts: { total: 1, done: 1 },
    next: 'orchestrator batch merge 1',
  });
  expect(existsSync(join(cwd, 'hello.txt'))).toBe(false);
  expect(asUser(cwd, 'show', 'orchestrator-batch-1:hello.txt')).toBe('hi\n');
});

test('in a script the gate has to be said, or that there is none', async () => {
  const { cwd, task } = place();
  const unsaid = await task('--no-input');
  expect(unsaid.code).toBe(2);
  expect(unsaid.err).toContain("--gate 'npm test'; or do without: --no-gate");
  expect(existsSync(join(cwd, '.orchestrator/plans'))).toBe(false);
  const planned = await task('--no-gate', '--plan-only');
  expect(planned).toMatchObject({
    code: 0,
    out: './.orchestrator/plans/write-hello-txt-with-a-greeting.md\n',
  });
  expect(planned.err).toMatch(/\nNext: orchestrator batch generate \S+-with-a-greeting\.md\n$/u);
  const plan = readFileSync(join(cwd, planned.out.trim()), 'utf8');
  expect(plan).toContain(`### Phase 1: ${TASK}\n\n**Goal**: ${TASK}\n`);
  expect(plan).not.toContain('Gates');
  expect(existsSync(join(cwd, '.orchestrator/batches'))).toBe(false);
});

test('nothing is run that nobody has approved, and what to go on with is said', async () => {
  const { cwd, task, given } = place();
  const result = await task('--gate', 'npm test', ...given.slice(0, 2), '--no-input', '--json');
  expect(result.code).toBe(2);
  expect(documentOf(result)).toMatchObject({ ok: false, batch: 1, next: 'orchestrator batch run 1' });
  expect(existsSync(join(cwd, '.orchestrator/worktrees'))).toBe(false);
});

test('work outside the files that it may touch fails', async () => {
  const { task, given } = place();
  const result = await task('--files', 'src/', '--no-gate', '--retries', '0', ...given, '--json');
  expect(result.code).toBe(1);
  expect(documentOf(result)).toMatchObject({
    ok: false,
    counts: { failed: 1 },
    next: 'orchestrator batch decisions 1',
  });
});

test('a path out of the project is refused', async () => {
  const { task } = place();
  expect(await task('--files', '../x', '--no-gate')).toMatchObject({ code: 2 });
});

test('called again with the same words it says how to go on, and does it once more only when that is asked for', async () => {
  const { cwd, task, given } = place();
  const plans = () => readdirSync(join(cwd, '.orchestrator/plans'));
  const same = ['--files', 'hello.txt', '--gate', 'npm test'];
  await task(...same, '--plan-only');
  const planned = await task(...same, '--plan-only', '--json');
  expect(planned.code).toBe(2);
  expect(documentOf(planned)).toMatchObject({
    plan: './.orchestrator/plans/write-hello-txt-with-a-greeting.md',
    batch: null,
    next: 'orchestrator batch generate ./.orchestrator/plans/write-hello-txt-with-a-greeting.md',
    problems: [{ code: 'task-exists' }],
  });
  expect(await task(...same, ...given, '--again')).toMatchObject({ code: 0 });
  expect(plans()).toHaveLength(2);
  const again = await task(...same, ...given, '--json');
  expect(again.code).toBe(2);
  expect(documentOf(again)).toMatchObject({ batch: 1, next: 'orchestrator batch merge 1' });
  expect(plans()).toHaveLength(2);
  expect(readdirSync(join(cwd, '.orchestrator/batches'))).toHaveLength(1);
  // Another gate makes another task of it.
  expect(await task('--files', 'hello.txt', '--gate', 'grep -q hi hello.txt', '--plan-only')).toMatchObject({
    code: 0,
  });
});

test('a gate that cannot fail is refused, and no plan is left behind', async () => {
  const { cwd, task } = place();
  const refused = await task('--gate', 'true', '--plan-only');
  expect(refused.code).toBe(2);
  expect(refused.err).toContain('error: The command "true" cannot fail.');
  expect(existsSync(join(cwd, '.orchestrator'))).toBe(false);
});

test('constraints in the words are kept in the plan, told to whoever does the task, and held', async () => {
  const { cwd } = place();
  const call = (words: string) => run(['execute-task', words, '--no-gate', '--plan-only'], { cwd });
  const planned = await call('Add a login page [avoid: oauth] [prefer: sessions] [colour: red]');
  expect(planned.code).toBe(0);
  expect(planned.err).toContain('[colour: …] is not a known constraint and was left in the requirement.');
  const plan = readFileSync(join(cwd, planned.out.trim()), 'utf8');
  expect(plan).toContain('# Add a login page');
  expect(plan).toContain('## Constraints\n\n- prefer: sessions\n- avoid: oauth\n');
  expect(plan).toContain('Do it without oauth.');
  expect(plan).toContain('Prefer sessions where there is a choice.');
  expect((await run(['plan', 'check', planned.out.trim()], { cwd })).code).toBe(0);
  const torn = await call('Log in with OAuth [avoid: oauth]');
  expect(torn.code).toBe(2);
  expect(torn.err).toContain('which a constraint says to avoid');
  const odd = await call('Add a page [max-time: soon]');
  expect(odd.code).toBe(2);
});

test('a task may take less than an hour', async () => {
  const { cwd } = place();
  const planned = await run(
    ['execute-task', 'Add a login page [max-time: 30m]', '--no-gate', '--plan-only'],
    { cwd },
  );
  expect(planned).toMatchObject({ code: 0 });
  expect(readFileSync(join(cwd, planned.out.trim()), 'utf8')).toContain('**Estimated Hours**: 0.5\n');
});

test.each([
  [['--gate', 'npm test', '--no-gate'], "'--gate' and '--no-gate'"],
  [['--no-gate', '--gate', 'npm test'], "'--no-gate' and '--gate'"],
])('a task with a gate and none is refused: %j', async (flags, named) => {
  const { cwd, task } = place();
  const refused = await task(...flags, '--plan-only');
  expect(refused.code).toBe(2);
  expect(refused.err).toContain(`${named} exclude each other`);
  expect(existsSync(join(cwd, '.orchestrator'))).toBe(false);
});

test('work that was done in place is not to be merged', async () => {
  const { given } = place();
  const cwd = emptyFolder();
  const gate = ['--files', 'hello.txt', '--gate', 'test -s hello.txt'];
  const result = await run(['execute-task', TASK, ...gate, '--in-place', ...given, '--json'], { cwd });
  expect(documentOf(result)).toMatchObject({ ok: true, next: 'orchestrator batch report 1' });
  expect(readFileSync(join(cwd, 'hello.txt'), 'utf8')).toBe('hi\n');
});
