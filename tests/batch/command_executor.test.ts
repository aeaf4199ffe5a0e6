import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Job, JobEnd } from '../../src/batch/executors/executor.ts';
import { commandExecutor } from '../../src/batch/executors/index.ts';
import { readBeat, readResult } from '../../src/batch/executors/watching/index.ts';
import { systemClock } from '../../src/platform/index.ts';
import { readProcess } from '../../src/platform/process_table.ts';
import { agentFor, jobOf, processesOf, processIn, type Step, startJob } from '../support/job.ts';
import { asUser } from '../support/repository.ts';
import { eventually } from '../support/wait.ts';

const EXITED: Partial<JobEnd> = { how: 'exited', code: 0, signal: null, left: 0 };

/** An attempt to its end, after which nothing of it may run. */
async function workThrough(steps: readonly Step[], limits: Partial<Job['limits']> = {}) {
  const { job, news, end } = startJob(steps, limits);
  const ended = await end;
  expect(processesOf(job.token)).toEqual([]);
  expect(existsSync(job.beatFile)).toBe(false);
  return { job, news, end: ended, log: readFileSync(job.logFile, 'utf8') };
}

describe('an executor that is a command', () => {
  test('works in the worktree, has the prompt on standard input, and sees what it may see', async () => {
    const { job, news, end } = await workThrough([{ note: 'seen' }, { print: 'out' }, { complain: 'err' }]);
    expect(end).toMatchObject(EXITED);
    expect(end.seconds).toBeGreaterThan(0);
    const seen = JSON.parse(readFileSync(join(job.folder, 'seen'), 'utf8'));
    expect(seen).toMatchObject({ cwd: job.worktree, prompt: readFileSync(job.promptFile, 'utf8') });
    expect(seen.env).toEqual({
      PATH: process.env.PATH,
      HOME: job.folder,
      AGENT_KEY: 'shown',
      ORCHESTRATOR_BATCH: '7',
      ORCHESTRATOR_TASK: '2a',
      ORCHESTRATOR_PRP: 'PRP-7.1.1',
      ORCHESTRATOR_ATTEMPT: '2',
      ORCHESTRATOR_RESULT_FILE: job.resultFile,
      ORCHESTRATOR_HEARTBEAT_FILE: job.heartbeatFile,
      ORCHESTRATOR_TOKEN: job.token,
      GIT_COMMITTER_NAME: 'PRP-7.1.1-2',
      GIT_COMMITTER_EMAIL: `attempt-${job.token}@orchestrator.invalid`,
    });
    expect(readFileSync(job.logFile, 'utf8')).toBe('out\nerr\n');
    expect(processIn(news)).toMatchObject({ pid: expect.any(Number), host: expect.any(String) });
  });

  test('is told where the prompt is when an argument asks for it, wherever in it, and gets nothing on standard input', async () => {
    const job = jobOf();
    const printArguments =
      'console.log(JSON.stringify(process.argv.slice(1)) + require("fs").readFileSync(0, "utf8"))';
    const executor = commandExecutor(
      {
        name: 'mine',
        argv: [process.execPath, '-e', printArguments, '--', 'Do {prp}, all of {prp}!', '{prp}', '$HOME;'],
        env: ['B', 'A'],
        promptOn: 'argument',
      },
      systemClock,
    );
    expect(executor.env).toEqual(['A', 'B']);
    expect(await executor.work(job, new AbortController().signal, () => {})).toMatchObject(EXITED);
    const path = job.promptFile;
    expect(readFileSync(job.logFile, 'utf8')).toBe(
      `${JSON.stringify([`Do ${path}, all of ${path}!`, path, '$HOME;'])}\n`,
    );
  });

  test('that cannot be started says why, and tells of no process', async () => {
    const job = jobOf();
    const at = (argv: readonly [string, ...string[]]) =>
      commandExecutor({ name: 'x', argv, env: [], promptOn: 'stdin' }, systemClock);
    const { signal } = new AbortController();
    const end = await at(['no-such-agent']).work(job, signal, () => expect.unreachable());
    expect(end).toEqual({
      how: 'not-started',
      code: null,
      signal: null,
      seconds: 0,
      left: 0,
      why: 'there is no program no-such-agent',
    });
    const gone = { ...job, promptFile: join(job.folder, 'gone') };
    expect(await at(['true']).work(gone, signal, () => {})).toMatchObject({ how: 'not-started' });
    const blocked = { ...job, resultFile: join(job.worktree, 'src/a.ts/result.json') };
    expect(await at(['true']).work(blocked, signal, () => {})).toMatchObject({
      how: 'not-started',
      why: expect.stringContaining('no room for its output'),
    });
  });

  test('is not started when it is called off before', async () => {
    const job = jobOf();
    const end = await agentFor(job, [{ tell: 'started' }]).work(job, AbortSignal.abort(), () => {});
    expect(end.how).toBe('stopped');
    expect(existsSync(join(job.folder, 'started'))).toBe(false);
  });

  test('is ended when it is called off, politely', async () => {
    const { job, stop, end } = startJob([{ leave: 'session' }, { tell: 'started' }, { hang: true }]);
    await eventually(() => existsSync(join(job.folder, 'started')) || undefined);
    stop.abort();
    expect(await end).toMatchObject({ how: 'stopped', code: null, signal: 'SIGTERM', left: 0 });
    expect(processesOf(job.token)).toEqual([]);
  });

  test('is ended at once by force, whatever its grace', async () => {
    const force = new AbortController();
    const { job, stop, end } = startJob(
      [{ deaf: true }, { leave: 'deaf' }, { tell: 'started' }, { hang: true }],
      { graceMs: 3_600_000 },
      { force: force.signal },
    );
    await eventually(() => existsSync(join(job.folder, 'started')) || undefined);
    stop.abort();
    force.abort();
    expect(await end).toMatchObject({ how: 'stopped', code: null, signal: 'SIGKILL', left: 0 });
    expect(processesOf(job.token)).toEqual([]);
  });

  test('shows while it runs that somebody watches it', async () => {
    const { job, end } = startJob([{ print: 'a' }, { tell: 'started' }, { await: 'go' }]);
    const beat = await eventually(() => readBeat(job.beatFile));
    await eventually(() => existsSync(join(job.folder, 'started')) || undefined);
    const pid = Number(readFileSync(join(job.folder, 'started'), 'utf8'));
    expect(beat).toMatchObject({ schema: 'orchestrator.attempt-beat/1', pid, logBytes: expect.any(Number) });
    expect(Date.parse(beat.at)).toBeGreaterThanOrEqual(Date.parse(beat.lastActivity));
    writeFileSync(join(job.folder, 'go'), '');
    expect(await end).toMatchObject(EXITED);
    expect(readBeat(job.beatFile)).toBeUndefined();
  });
});

describe('an agent that', () => {
  test('works leaves its work, and a claim', async () => {
    const { job, end } = await workThrough([{ work: 'new' }, { result: { tokens: 12 } }]);
    expect(end).toMatchObject(EXITED);
    expect(readFileSync(join(job.worktree, 'src/a.ts'), 'utf8')).toBe('new 2a\n');
    expect(readFileSync(join(job.worktree, 'docs/2a.md'), 'utf8')).toBe('new 2a\n');
    expect(readResult(job.resultFile)).toMatchObject({ ok: true, value: { status: 'done', tokens: 12 } });
  });

  test.each<[string, readonly Step[]]>([
    ['lies about success', [{ result: { status: 'done', files: ['src/a.ts'] } }]],
    ['does nothing', []],
    ['writes out of scope', [{ write: { 'other/b.ts': 'x', '../beside': 'y' } }]],
    ['reports that it failed', [{ result: { status: 'blocked', problems: ['no'] } }]],
    ['writes a corrupt result', [{ rawResult: '{"status": "do' }]],
    ['writes a corrupt heartbeat', [{ corruptBeat: true }]],
  ])('%s ends by itself like any other', async (_, steps) => {
    expect((await workThrough(steps)).end).toMatchObject(EXITED);
  });

  test('fails or crashes says so by its code or its signal', async () => {
    expect((await workThrough([{ exit: 3 }])).end).toMatchObject({ how: 'exited', code: 3, signal: null });
    expect((await workThrough([{ crash: 'SIGSEGV' }])).end).toMatchObject({
      how: 'exited',
      code: null,
      signal: 'SIGSEGV',
    });
  });

  test.each(['child', 'session', 'deaf'])('leaves a process behind (%s) leaves none', async (kind) => {
    const { job, end } = startJob([{ leave: kind }, { tell: 'started' }, { await: 'go' }], { graceMs: 200 });
    await eventually(() => existsSync(join(job.folder, 'started')) || undefined);
    const pids = processesOf(job.token);
    expect(pids).toHaveLength(2);
    writeFileSync(join(job.folder, 'go'), '');
    expect(await end).toMatchObject(EXITED);
    expect(pids.filter(isRunning)).toEqual([]);
  });

  test('starts one that nothing shows to be its own, and is called off, leaves none either', async () => {
    const { job, stop, end } = startJob([{ leave: 'unmarked' }, { tell: 'started' }, { hang: true }]);
    await eventually(() => existsSync(join(job.folder, 'started')) || undefined);
    const [pid = 0, ...others] = processesOf(job.token);
    expect(others).toEqual([]);
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);
    expect(children.filter(isRunning)).toHaveLength(1);
    stop.abort();
    expect(await end).toMatchObject({ how: 'stopped', left: 0 });
    expect(children.filter(isRunning)).toEqual([]);
  });

  test('hangs silently is idle', async () => {
    const { end } = await workThrough([{ print: 'a' }, { hang: true }], { idleMs: 400 });
    expect(end).toMatchObject({
      how: 'idle',
      signal: 'SIGTERM',
      why: 'It printed nothing, changed no file and used next to no processor time for 0.4 seconds.',
    });
  });

  test('beats and does nothing is idle too', async () => {
    const { end } = await workThrough([{ beats: { every: 100 } }, { hang: true }], { idleMs: 400 });
    expect(end.how).toBe('idle');
  });

  test('chatters without progress meets its soft limit', async () => {
    const { end } = await workThrough([{ chatter: 5 }], { softMs: 1_000 });
    expect(end).toMatchObject({
      how: 'over-limit',
      signal: 'SIGTERM',
      why: 'It had not ended after 1 seconds.',
    });
  });

  test('prints, or changes files, is told to be active', async () => {
    const prints = startJob([{ print: 'a' }, { await: 'go' }]);
    await eventually(() => prints.news.find(({ kind }) => kind === 'activity'));
    // It never beats, so this limit only makes the looks frequent.
    const changes = startJob([{ await: 'go' }], { heartbeatMs: 100 });
    await eventually(() => {
      writeFileSync(join(changes.job.worktree, 'src/a.ts'), 'new');
      return changes.news.find(({ kind }) => kind === 'activity');
    });
    for (const { job, end } of [prints, changes]) {
      writeFileSync(join(job.folder, 'go'), '');
      expect(await end).toMatchObject(EXITED);
    }
  });

  test('ignores SIGTERM is killed after its grace', async () => {
    const steps = [{ deaf: true }, { leave: 'deaf' }, { tell: 'deaf' }, { hang: true }];
    const { job, stop, end } = startJob(steps, { graceMs: 100 });
    await eventually(() => existsSync(join(job.folder, 'deaf')) || undefined);
    stop.abort();
    expect(await end).toMatchObject({ how: 'stopped', signal: 'SIGKILL', left: 0 });
    expect(processesOf(job.token)).toEqual([]);
  });

  test('goes on beyond its hard limit is killed', async () => {
    const { end } = await workThrough([{ deaf: true }, { hang: true }], { hardMs: 500 });
    expect(end).toMatchObject({ how: 'over-limit', left: 0, why: 'It had not ended after 0.5 seconds.' });
  });

  test('beats, then stops, has lost its heartbeat', async () => {
    const { end } = await workThrough([{ beats: { every: 5, count: 3 } }, { chatter: 20 }], {
      heartbeatMs: 500,
    });
    expect(end).toMatchObject({ how: 'heartbeat-lost', why: 'Its heartbeat stopped for 0.5 seconds.' });
  });

  test('never writes a sound heartbeat is not held to it', async () => {
    const { end } = await workThrough([{ corruptBeat: true }, { sleep: 500 }], { heartbeatMs: 200 });
    expect(end).toMatchObject(EXITED);
  });

  test('finds a heartbeat and a result that somebody left is not held to the one and not given the other', async () => {
    const job = jobOf({ heartbeatMs: 200 });
    mkdirSync(dirname(job.heartbeatFile), { recursive: true });
    writeFileSync(job.heartbeatFile, 'old');
    writeFileSync(job.resultFile, '{"status":"done","summary":"old"}');
    const { signal } = new AbortController();
    expect(await agentFor(job, [{ sleep: 500 }]).work(job, signal, () => {})).toMatchObject(EXITED);
    expect(existsSync(job.resultFile)).toBe(false);
  });

  test('floods keeps its first and its last words, within the cap', async () => {
    // What comes in the moment between a copy of the log and its emptying is lost. The last words wait until the flood has been
    // cut, so that none of it is left to be cut, however seldom this process comes to look.
    const steps = [{ print: 'first' }, { flood: 100_000_000 }, { tell: 'flooded' }, { await: 'go' }];
    const { job, end: ending } = startJob([...steps, { print: 'last' }], { logBytes: 1_000_000 });
    const isCut = () => existsSync(join(job.folder, 'flooded')) && statSync(job.logFile).size <= 1_000_000;
    await eventually(() => isCut() || undefined);
    writeFileSync(join(job.folder, 'go'), '');
    const end = await ending;
    const log = readFileSync(job.logFile, 'utf8');
    expect(end).toMatchObject(EXITED);
    expect(log.startsWith('first\n')).toBe(true);
    expect(log.endsWith('last\n')).toBe(true);
    expect(log.length).toBeLessThan(1_000_000);
  });

  test('meddles with git can', async () => {
    const job = jobOf();
    asUser(job.worktree, 'init', '-q', '-b', 'main');
    asUser(job.worktree, 'add', '-A');
    asUser(job.worktree, 'commit', '-qm', 'first');
    const steps = [
      { write: { 'src/a.ts': 'mine\n' } },
      { git: ['commit', '-qam', 'mine'] },
      { git: ['commit', '-q', '--amend', '-m', 'amended'] },
      { git: ['checkout', '-qb', 'elsewhere'] },
      { git: ['config', 'core.fsmonitor', 'evil'] },
      { hook: { 'pre-commit': '#!/bin/sh\n' } },
      { remove: ['src/a.ts'] },
      { link: { 'src/link': '/etc/passwd' } },
      { append: { 'src/b.ts': 'x' } },
    ];
    const end = await agentFor(job, steps).work(job, new AbortController().signal, () => {});
    expect(end).toMatchObject(EXITED);
    expect(asUser(job.worktree, 'log', '--format=%s', 'elsewhere')).toBe('amended\nfirst\n');
    expect(asUser(job.worktree, 'config', 'core.fsmonitor')).toBe('evil\n');
    expect(existsSync(join(job.worktree, '.git/hooks/pre-commit'))).toBe(true);
    expect(existsSync(join(job.worktree, 'src/a.ts'))).toBe(false);
  });
});

function isRunning(pid: number): boolean {
  return readProcess(pid)?.isOver === false;
}
