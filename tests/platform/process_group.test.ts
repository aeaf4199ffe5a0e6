import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { controlGroupName, controlGroupsOf, ownControlGroup } from '../../src/platform/control_group.ts';
import {
  canHoldCommands,
  capLog,
  endGroup,
  endLeftGroup,
  endMarked,
  type GroupCommand,
  identityOf,
  markedProcesses,
  ownIdentity,
  processState,
  settleLog,
  startGroup,
} from '../../src/platform/index.ts';
import { parsePs } from '../../src/platform/process_identity.ts';
import { parseStat } from '../../src/platform/process_table.ts';
import { afterTest } from '../support/after_test.ts';
import { startWorkers } from '../support/parallel.ts';
import { emptyFolder } from '../support/program.ts';
import { eventually } from '../support/wait.ts';

const PATH = process.env.PATH ?? '';

/** A shell script as a command, with a mark and a log of its own. */
function script(text: string, more: Partial<GroupCommand> = {}): GroupCommand {
  const cwd = emptyFolder();
  const mark = { name: 'ORCHESTRATOR_TOKEN', value: cwd };
  return { argv: ['/bin/sh', '-c', text], cwd, env: { PATH }, mark, outputFile: join(cwd, 'log'), ...more };
}

async function started(command: GroupCommand) {
  const outcome = await startGroup(command);
  if (outcome.kind !== 'started') throw new Error(outcome.why);
  afterTest(() => void outcome.group.end(0));
  return outcome.group;
}

/** The numbers that a script wrote into its folder, one file each, when all are there. */
function pidsIn(cwd: string, ...names: readonly string[]): Promise<number[]> {
  return eventually(() => {
    const texts = names.map((name) =>
      existsSync(join(cwd, name)) ? readFileSync(join(cwd, name), 'utf8') : '',
    );
    return texts.every((text) => text.endsWith('\n')) ? texts.map(Number) : undefined;
  });
}

function runs(pid: number): boolean {
  const identity = identityOf(pid);
  return identity !== undefined && processState(identity) === 'running';
}

test('what stands in the place of a log and is no file is not written to, and not waited for', async () => {
  const pipe = join(emptyFolder(), 'pipe');
  spawnSync('mkfifo', [pipe]);
  expect(await startGroup(script('echo x', { outputFile: pipe }))).toMatchObject({ kind: 'not-started' });
  const target = join(emptyFolder(), 'target');
  const link = `${target}-link`;
  symlinkSync(target, link);
  expect(await startGroup(script('echo x', { outputFile: link }))).toMatchObject({ kind: 'not-started' });
  expect(existsSync(target)).toBe(false);
});

describe('the identity of a process', () => {
  test('tells a process from another of the same number, an earlier start and another host', () => {
    const own = ownIdentity();
    expect(own).toMatchObject({ pid: process.pid, host: hostname() });
    expect(processState(own)).toBe('running');
    expect(processState({ ...own, startTime: '1' })).toBe('gone');
    expect(processState({ ...own, bootId: 'other' })).toBe('gone');
    expect(processState({ ...own, host: 'other' })).toBe('unknown');
    for (const pid of [0, -1, 1.5, 2 ** 40, Number.NaN]) expect(identityOf(pid)).toBeUndefined();
  });

  test('is gone when it has ended, waited for or not', async () => {
    const child = spawn('/bin/sh', ['-c', 'exit 0'], { stdio: 'ignore' });
    const identity = identityOf(child.pid ?? 0);
    if (identity === undefined) throw new Error('not seen');
    await once(child, 'exit');
    expect(processState(identity)).toBe('gone');
  });

  test.each([
    [
      '4 (sh) S 1 4 3 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 12345 0 0',
      { pid: 4, parent: 1, group: 4, session: 3, startTime: '12345', isOver: false },
    ],
    ['5 (a) S (b) Z 1 5 5 0 -1 0 1 0 0 0 0 0 0 0 20 0 1 0 77 0 0', { pid: 5, startTime: '77', isOver: true }],
    ['6 (a\n) b) R 2 6 6 0 -1 0 1 0 0 0 0 0 0 0 20 0 1 0 8 0 0\n', { pid: 6, parent: 2, startTime: '8' }],
  ])('is read from /proc whatever the name: %j', (line, row) => {
    expect(parseStat(line)).toMatchObject(row);
  });

  test('is not read from what is no such line', () => {
    for (const line of ['', '4 (sh)', '4 sh S 1 2 3']) expect(parseStat(line)).toBeUndefined();
    expect(parsePs('')).toBeUndefined();
  });

  test('is read from ps', () => {
    expect(parsePs('S+   Mon Nov  2 10:00:00 2026\n')).toEqual({
      startTime: 'Mon Nov 2 10:00:00 2026',
      isOver: false,
    });
    expect(parsePs('Z    Mon Nov 12 10:00:00 2026')).toEqual({
      startTime: 'Mon Nov 12 10:00:00 2026',
      isOver: true,
    });
  });
});

describe('a process group', () => {
  test('has its input from a file, its output in a file, exactly its environment, and tells how it ended', async () => {
    const inputFile = join(emptyFolder(), 'in');
    writeFileSync(inputFile, 'asked');
    const command = script(
      'cat; echo; pwd; env | grep -v "^_=\\|^PWD=\\|^SHLVL=\\|^OLDPWD=" | sort; echo bad >&2; exit 3',
      { inputFile },
    );
    const group = await started(command);
    expect(await group.ended).toEqual({ code: 3, signal: null });
    expect(readFileSync(command.outputFile, 'utf8')).toBe(
      `asked\n${command.cwd}\nORCHESTRATOR_TOKEN=${command.cwd}\nPATH=${PATH}\nbad\n`,
    );
    expect(await group.end(1_000)).toEqual({ forced: 0, left: 0 });
  });

  test('has an empty input when none is given, and adds to a log that is there', async () => {
    const command = script('cat; echo more');
    writeFileSync(command.outputFile, 'before\n');
    expect(await (await started(command)).ended).toEqual({ code: 0, signal: null });
    expect(readFileSync(command.outputFile, 'utf8')).toBe('before\nmore\n');
  });

  test('that cannot be started says why', async () => {
    const of = (more: Partial<GroupCommand>) => startGroup(script('true', more));
    expect(await of({ argv: ['no-such-program'] })).toEqual({
      kind: 'not-started',
      why: 'there is no program no-such-program',
    });
    expect(await of({ argv: ['/etc/passwd'] })).toEqual({
      kind: 'not-started',
      why: '/etc/passwd: permission denied',
    });
    expect(await of({ cwd: '/nowhere' })).toEqual({ kind: 'not-started', why: '/nowhere is not a folder' });
    expect(await of({ inputFile: '/nowhere' })).toMatchObject({ kind: 'not-started' });
    expect(await of({ outputFile: '/nowhere/log' })).toMatchObject({ kind: 'not-started' });
  });

  test('is ended with what it started: in the group, out of the group, in another session, without the mark', async () => {
    const command = script(
      `sleep 600 & echo $! >group
       setsid sh -c 'echo $$ >session; exec sleep 600' &
       setsid sh -c 'sh -c "echo \\$\\$ >orphan; exec sleep 600" & wait' & 
       setsid env -i PATH="$PATH" sh -c 'echo $$ >unmarked; exec sleep 600' &
       echo $$ >leader; wait`,
    );
    const group = await started(command);
    const pids = await pidsIn(command.cwd, 'leader', 'group', 'session', 'orphan', 'unmarked');
    expect(pids.map(runs)).toEqual(pids.map(() => true));
    expect(await group.end(10_000)).toEqual({ forced: 0, left: 0 });
    expect(pids.filter(runs)).toEqual([]);
    expect(await group.ended).toEqual({ code: null, signal: 'SIGTERM' });
  });

  test('is ended with what cleared its environment, left its session and lost its parent, if it was seen before', async () => {
    const command = script(
      `setsid env -i PATH="$PATH" sh -c 'echo $$ >unmarked; exec sleep 600' &
       echo $$ >leader; while ! test -e go; do sleep 0.01; done`,
    );
    const group = await started(command);
    const [leader, unmarked] = await pidsIn(command.cwd, 'leader', 'unmarked');
    group.look();
    writeFileSync(join(command.cwd, 'go'), '');
    expect(await group.ended).toEqual({ code: 0, signal: null });
    expect([leader, unmarked].map((pid) => runs(pid ?? 0))).toEqual([false, true]);
    expect(await group.end(10_000)).toEqual({ forced: 0, left: 0 });
    expect(runs(unmarked ?? 0)).toBe(false);
  });

  test.skipIf(canHoldCommands() !== true)(
    'is ended with what cleared its environment, left its session and lost its parent before anybody looked',
    async () => {
      const command = script(
        `setsid env -i PATH="$PATH" sh -c 'echo $$ >unmarked; exec sleep 600' & while ! test -s unmarked; do sleep 0.01; done`,
      );
      const group = await started(command);
      expect(await group.ended).toEqual({ code: 0, signal: null });
      const [unmarked = 0] = await pidsIn(command.cwd, 'unmarked');
      const held = controlGroupName(command.mark.value);
      expect(controlGroupsOf(unmarked)).toContain(held);
      expect(controlGroupsOf('self')).not.toContain(held);
      expect(markedProcesses('ORCHESTRATOR_TOKEN')(command.mark.value)).toBe(true);
      expect(await group.end(10_000)).toEqual({ forced: 0, left: 0 });
      expect(runs(unmarked)).toBe(false);
      expect(existsSync(join(ownControlGroup() ?? '', held))).toBe(false);
    },
  );

  test.skipIf(canHoldCommands() !== true)(
    'is found in its control group by another, when the one who started it is killed',
    async () => {
      const command = script(
        `setsid env -i PATH="$PATH" sh -c 'echo $$ >unmarked; exec sleep 600' & while ! test -s unmarked; do sleep 0.01; done`,
      );
      const [supervisor] = startWorkers(
        `import { startGroup } from './src/platform/index.ts';
         const answer = async (command) => {
           const { group } = await startGroup(command);
           await group.ended;
         };`,
        1,
      );
      if (supervisor === undefined) throw new Error('none');
      await supervisor.ask(command);
      const [unmarked = 0] = await pidsIn(command.cwd, 'unmarked');
      const ended = once(supervisor.child, 'exit');
      supervisor.child.kill('SIGKILL');
      await ended;
      expect(markedProcesses('ORCHESTRATOR_TOKEN')(command.mark.value)).toBe(true);
      expect(await endMarked(command.mark, { graceMs: 10_000 })).toEqual({ forced: 0, left: 0 });
      expect(runs(unmarked)).toBe(false);
      expect(existsSync(join(ownControlGroup() ?? '', controlGroupName(command.mark.value)))).toBe(false);
    },
  );

  test('that does not listen is killed, stopped or not', async () => {
    const command = script(
      `trap '' TERM; sh -c 'echo $$ >deaf; while :; do sleep 1; done' & echo $$ >leader; while :; do sleep 1; done`,
    );
    const group = await started(command);
    const pids = await pidsIn(command.cwd, 'leader', 'deaf');
    process.kill(pids[1] ?? 0, 'SIGSTOP');
    expect(await group.end(50)).toMatchObject({ left: 0 });
    expect(pids.filter(runs)).toEqual([]);
    expect(await group.ended).toEqual({ code: null, signal: 'SIGKILL' });
  });

  test('is ended after its command is over: what that left behind', async () => {
    const command = script(
      `sleep 600 & echo $! >group; setsid sh -c 'echo $$ >session; exec sleep 600' & exit 0`,
    );
    const group = await started(command);
    expect(await group.ended).toEqual({ code: 0, signal: null });
    const pids = await pidsIn(command.cwd, 'group', 'session');
    await group.end(10_000);
    expect(pids.filter(runs)).toEqual([]);
  });

  test('goes on when the one who started it is killed, and is ended by another', async () => {
    const command = script(
      `setsid sh -c 'echo $$ >session; exec sleep 600' & echo $$ >leader; while :; do echo on; sleep 0.01; done`,
    );
    const [supervisor] = startWorkers(
      `import { startGroup } from './src/platform/index.ts';
       const answer = async (command) => (await startGroup(command)).group.identity;`,
      1,
    );
    if (supervisor === undefined) throw new Error('none');
    const identity = (await supervisor.ask(command)) as ReturnType<typeof ownIdentity>;
    const pids = await pidsIn(command.cwd, 'leader', 'session');
    const ended = once(supervisor.child, 'exit');
    supervisor.child.kill('SIGKILL');
    await ended;
    const size = statSync(command.outputFile).size;
    await eventually(() => statSync(command.outputFile).size > size || undefined);
    expect(pids.map(runs)).toEqual([true, true]);
    const { mark } = command;
    expect(await endLeftGroup({ ...identity, host: 'other' }, { mark, graceMs: 0 })).toBe('elsewhere');
    expect(pids.map(runs)).toEqual([true, true]);
    // Its number is another process's by now: only what bears the mark is its.
    const other = script('echo $$ >leader; sleep 600');
    const stranger = await started(other);
    const reused = { ...identity, pid: stranger.identity.pid };
    expect(await endLeftGroup(reused, { mark, graceMs: 10_000 })).toEqual({ forced: 0, left: 0 });
    expect(pids.filter(runs)).toEqual([]);
    expect(processState(stranger.identity)).toBe('running');
    expect(await endLeftGroup(identity, { mark, graceMs: 0 })).toEqual({ forced: 0, left: 0 });
  });
});

describe('a capped log', () => {
  test('keeps the beginning and the end of a flood, and never more than its cap for long', async () => {
    const cap = 400_000;
    const command = script(
      'echo first; i=0; head -c 100000000 /dev/zero | tr "\\\\0" x | fold -w 99; echo last',
    );
    const log = capLog(command.outputFile, cap);
    const group = await started(command);
    expect(await group.ended).toEqual({ code: 0, signal: null });
    await group.end(0);
    log.settle();
    const text = readFileSync(command.outputFile, 'utf8');
    expect(text.startsWith(`first\n${'x'.repeat(99)}\n`)).toBe(true);
    expect(text.endsWith(`${'x'.repeat(99)}\nxlast\n`)).toBe(true);
    expect(text).toContain('\n[... what was printed here is not kept');
    expect(text.length).toBeLessThan(cap);
    expect(log.bytes()).toBeGreaterThan(cap);
    expect(existsSync(`${command.outputFile}.head`)).toBe(false);
    expect(existsSync(`${command.outputFile}.tail`)).toBe(false);
  });

  test('leaves one alone that stays below it, and one that is not there', () => {
    const file = join(emptyFolder(), 'log');
    const log = capLog(file, 100);
    expect(log.bytes()).toBe(0);
    writeFileSync(file, 'x'.repeat(100));
    expect(log.bytes()).toBe(100);
    log.settle();
    expect(readFileSync(file, 'utf8')).toBe('x'.repeat(100));
  });

  test('that was cut and whose watcher died is put together by whoever comes next', () => {
    const file = join(emptyFolder(), 'log');
    writeFileSync(`${file}.head`, 'head.');
    writeFileSync(`${file}.tail`, 'tail.');
    writeFileSync(file, 'end');
    settleLog(file);
    settleLog(file);
    const [head, , end] = readFileSync(file, 'utf8').split('\n');
    expect([head, end]).toEqual(['head.', 'l.end']);
  });
});

describe('whoever waits for a command to end', () => {
  const GRACE = 10_000;
  /** Tells with how much grace it was asked to end, and ends when it is asked to with none. */
  function stubborn() {
    const asked: number[] = [];
    let over = (): void => {};
    const gone = new Promise<void>((resolve) => {
      over = resolve;
    });
    const end = async (graceMs: number) => {
      asked.push(graceMs);
      if (graceMs === 0) over();
      await gone;
      return { forced: 1, left: 0 };
    };
    return { asked, end };
  }

  test('and may not wait any more has it ended at once, in the middle of its grace', async () => {
    const { asked, end } = stubborn();
    const force = new AbortController();
    const ended = endGroup({ end }, GRACE, force.signal);
    expect(asked).toEqual([GRACE]);
    force.abort();
    expect(asked).toEqual([GRACE, 0]);
    expect(await ended).toEqual({ forced: 1, left: 0 });
  });

  test('and may not wait from the start gives no grace', async () => {
    const { asked, end } = stubborn();
    await endGroup({ end }, GRACE, AbortSignal.abort());
    expect(asked).toEqual([0]);
  });
});
