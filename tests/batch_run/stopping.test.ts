import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BatchProject, batchProject, phaseStates } from '../support/batch_project.ts';
import { emptyFolder } from '../support/program.ts';
import { eventually } from '../support/wait.ts';

const WORK = { work: 'done by' };

/** Both phases of the first stage are under way and have done a part; the third waits for the first. */
const PHASES = [{}, {}, { after: ['1'] }];
const HANGING = {
  phases: {
    1: [[WORK, { tell: 'one-runs' }, { hang: true }], [WORK]],
    2: [[{ tell: 'two-runs' }, { hang: true }], [WORK]],
  },
  default: [[WORK]],
};

async function bothRunning(project: BatchProject): Promise<void> {
  await eventually(() => project.told('one-runs'));
  await eventually(() => project.told('two-runs'));
  await eventually(() => (project.events('attempt-process').length === 2 ? true : undefined));
}

describe.concurrent('a run that is', () => {
  test('asked to stop with Ctrl-C ends its attempts, keeps what they did, and goes on from there', async () => {
    const project = await batchProject(PHASES, HANGING);
    const before = project.users();
    const running = project.start();
    await bothRunning(project);
    running.signal('SIGINT');
    const { code, out } = await running.ended;
    expect(code).toBe(130);
    const stopped = JSON.parse(out);
    expect(stopped).toMatchObject({ ok: false, state: 'stopped' });
    expect(phaseStates(stopped)).toEqual({
      1: 'waiting interrupted',
      2: 'waiting interrupted',
      3: 'waiting',
    });
    expect(project.processes()).toEqual([]);
    expect(project.worktrees()).toEqual([]);
    expect(project.events('attempt-pinned', '1')).toMatchObject([{ files: ['src/1.txt'] }]);
    const again = await project.run();
    expect(again.code).toBe(0);
    expect(phaseStates(again)).toEqual({
      1: 'done interrupted merged',
      2: 'done interrupted merged',
      3: 'done merged',
    });
    expect(project.merged()).toHaveLength(3);
    expect(project.users()).toEqual(before);
  });

  test('left by its terminal ends with 129 and leaves nothing running, though nobody listens', async () => {
    const deaf = [{ deaf: true }, { leave: 'deaf' }];
    const project = await batchProject(PHASES, {
      phases: {
        1: [[...deaf, WORK, { tell: 'one-runs' }, { hang: true }]],
        2: [[...deaf, { tell: 'two-runs' }, { hang: true }]],
      },
    });
    const running = project.start();
    await bothRunning(project);
    const from = performance.now();
    running.signal('SIGHUP');
    const { code, out } = await running.ended;
    expect(code).toBe(129);
    // The grace of an attempt alone would take ten seconds.
    expect(performance.now() - from).toBeLessThan(8_000);
    expect(JSON.parse(out)).toMatchObject({ state: 'stopped' });
    expect(project.processes()).toEqual([]);
    expect(project.events('attempt-pinned', '1')).toMatchObject([{ files: ['src/1.txt'] }]);
  });

  test.each([
    ['SIGINT', 130, 'run.lock'],
    ['SIGTERM', 143, 'run.lock'],
    ['SIGHUP', 129, 'journal.ndjson'],
    ['SIGINT', 130, 'journal.ndjson'],
    ['SIGTERM', 143, 'logs'],
  ] as const)(
    'ended by %s in its first moments has the code %i, and nothing is a bug (%s)',
    async (name, code, file) => {
      const project = await batchProject(PHASES, HANGING);
      const running = project.start();
      await eventually(() => (existsSync(project.path(file)) ? true : undefined));
      running.signal(name);
      const ended = await running.ended;
      expect(ended.code, ended.out).toBe(code);
      expect(ended.out + ended.err).not.toContain('bug');
      expect(project.processes()).toEqual([]);
      project.script({ default: [[WORK]] });
      expect((await project.run()).code).toBe(0);
    },
  );

  test('told to stop with SIGTERM ends with 143', async () => {
    const project = await batchProject(PHASES, HANGING);
    const running = project.start();
    await bothRunning(project);
    running.signal('SIGTERM');
    expect((await running.ended).code).toBe(143);
    expect(project.processes()).toEqual([]);
    expect(project.events('run-ended')).toMatchObject([{ outcome: 'stopped' }]);
  });

  test('asked twice does not wait for what does not want to end', async () => {
    const project = await batchProject([{}], {
      default: [[{ deaf: 'asked' }, { tell: 'runs' }, { hang: true }], [WORK]],
    });
    const running = project.start();
    await eventually(() => project.told('runs'));
    running.signal('SIGINT');
    await eventually(() => project.told('asked'));
    running.signal('SIGINT');
    const { code } = await running.ended;
    expect(code).toBe(130);
    expect(project.processes()).toEqual([]);
    const [ended] = project.events('attempt-ended');
    expect(ended).toMatchObject({ how: 'stopped', signal: 'SIGKILL' });
    expect((await project.run()).code).toBe(0);
  });

  test('killed, and whose project is moved then, loses nothing', async () => {
    const project = await batchProject([{}], {
      phases: { 1: [[WORK, { tell: 'one-runs' }, { hang: true }], [WORK]] },
    });
    const running = project.start();
    await eventually(() =>
      project.told('one-runs') && project.events('attempt-process')[0] ? true : undefined,
    );
    running.signal('SIGKILL');
    await running.ended;
    const elsewhere = join(emptyFolder(), 'moved');
    renameSync(project.folder, elsewhere);
    const moved = new BatchProject(elsewhere);
    moved.script({ default: [[WORK]] });
    const again = await moved.run();
    expect(phaseStates(again)).toEqual({ 1: 'done interrupted merged' });
    expect(moved.events('attempt-pinned', '1')[0]).toMatchObject({ attempt: 1, files: ['src/1.txt'] });
    expect(moved.worktrees().filter((name) => !name.startsWith('worktree '))).toEqual([]);
    expect(moved.processes()).toEqual([]);
  });

  test('[promise:batch-resume] killed is gone on with: what survived is ended, nothing is lost and nothing merged twice', async () => {
    const project = await batchProject(PHASES, HANGING);
    const before = project.users();
    const running = project.start();
    await bothRunning(project);
    running.signal('SIGKILL');
    await running.ended;
    expect(project.processes()).toHaveLength(2);
    const again = await project.run();
    expect(again.code).toBe(0);
    expect(phaseStates(again)).toEqual({
      1: 'done interrupted merged',
      2: 'done interrupted merged',
      3: 'done merged',
    });
    expect(project.merged()).toHaveLength(3);
    expect(project.processes()).toEqual([]);
    expect(project.worktrees()).toEqual([]);
    expect(project.events('attempt-ended', '1')).toMatchObject([{ how: 'lost' }, { how: 'exited' }]);
    expect(project.events('attempt-pinned', '1')).toMatchObject([
      { files: ['src/1.txt'] },
      { files: ['src/1.txt'] },
    ]);
    expect(project.users()).toEqual(before);
  });

  test('killed while its gate runs is gone on with from the gate, without another attempt', async () => {
    const aside = emptyFolder();
    const gate = `test -s src/1.txt && touch ${aside}/gate && until test -e ${aside}/go; do sleep 0.01; done`;
    const project = await batchProject([{ gates: [gate] }]);
    const running = project.start();
    await eventually(() => (existsSync(join(aside, 'gate')) ? true : undefined));
    running.signal('SIGKILL');
    await running.ended;
    writeFileSync(join(aside, 'go'), '');
    const again = await project.run();
    expect(phaseStates(again)).toEqual({ 1: 'done merged' });
    expect(project.events('attempt-started')).toHaveLength(1);
    expect(project.processes()).toEqual([]);
  });

  test('going on with a torn journal goes on from the last whole line', async () => {
    const project = await batchProject([{}]);
    await project.run();
    const file = project.path('journal.ndjson');
    const lines = project.journal();
    const merged = lines.findIndex(({ event }) => event === 'merged');
    const text = readFileSync(file, 'utf8').split('\n');
    const kept = `${text.slice(0, merged).join('\n')}\n`;
    writeFileSync(file, `${kept}${text[merged]?.slice(0, 20)}`);
    const again = await project.run();
    expect(phaseStates(again)).toEqual({ 1: 'done merged' });
    expect(project.merged()).toHaveLength(1);
    expect(project.journal().map(({ seq }) => seq)).toEqual(project.journal().map((_, place) => place + 1));
  });

  test('given a journal that is damaged refuses, and says where', async () => {
    const project = await batchProject([{}]);
    await project.run();
    const file = project.path('journal.ndjson');
    const lines = readFileSync(file, 'utf8').split('\n');
    writeFileSync(file, [...lines.slice(0, 2), '{"seq":3', ...lines.slice(3)].join('\n'));
    const before = readFileSync(file, 'utf8');
    const run = await project.run();
    expect(run.code).toBe(1);
    expect(run.problems).toMatchObject([{ severity: 'error', line: 3 }]);
    expect(run.problems[0]?.file).toContain('journal.ndjson');
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  test('killed behind its last merge has its places tidied up by the next one, which asks nothing', async () => {
    const project = await batchProject([{}], { default: [[WORK]] });
    expect((await project.run()).code).toBe(0);
    const journal = project.path('journal.ndjson');
    const lines = readFileSync(journal, 'utf8').split('\n');
    expect(lines.at(-2)).toContain('"run-ended"');
    writeFileSync(journal, `${lines.slice(0, -2).join('\n')}\n`);
    project.git('worktree', 'add', '-q', '--detach', '.orchestrator/worktrees/1-integration', 'HEAD');
    const next = await project.call('batch', 'run', '1', '--json', '--executor-command', project.agent());
    expect(next.code).toBe(0);
    expect(project.worktrees()).toEqual([]);
    expect(project.events('run-ended')).toHaveLength(1);
    expect(project.events('merged')).toHaveLength(1);
  });

  test('over is over: another one does nothing, and says so', async () => {
    const project = await batchProject([{}]);
    await project.run();
    const head = project.git('rev-parse', 'refs/orchestrator/batches/1/head');
    const again = await project.run();
    expect(again).toMatchObject({ code: 0, ok: true, state: 'done' });
    expect(project.events('attempt-started')).toHaveLength(1);
    expect(project.git('rev-parse', 'refs/orchestrator/batches/1/head')).toBe(head);
  });

  test('[promise:batch-one-owner] second to another is told who has the batch, and changes nothing', async () => {
    const project = await batchProject([{}], { default: [[WORK, { tell: 'runs' }, { await: 'go' }]] });
    const first = project.start();
    await eventually(() => project.told('runs'));
    const owner = project.events('run-started')[0]?.owner.pid;
    const second = await project.run();
    expect(second.code).toBe(1);
    expect(second.problems).toMatchObject([
      { code: 'batch-held', message: expect.stringContaining(`Process ${owner}`) },
    ]);
    project.tell('go');
    expect((await first.ended).code).toBe(0);
    expect(project.events('run-started')).toHaveLength(1);
    expect(project.events('attempt-started')).toHaveLength(1);
  });
});
