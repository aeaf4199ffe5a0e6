import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type GateCommand, gateEnvironment, runGate } from '../../src/batch/verify/index.ts';
import { ranNoTest } from '../../src/batch/verify/no_test_ran.ts';
import { gateCommand } from '../../src/patterns/filling/gate_command.ts';
import { identityOf, processState } from '../../src/platform/index.ts';
import { casesIn } from '../support/cases.ts';
import { emptyFolder } from '../support/program.ts';
import { HASTY, keepEverything } from '../support/unkillable.ts';
import { eventually } from '../support/wait.ts';

const PATH = process.env.PATH ?? '';

function gate(command: string, more: Partial<GateCommand> = {}): GateCommand {
  const cwd = emptyFolder();
  return {
    command,
    cwd,
    env: { PATH, HOME: cwd, SECRET_TOKEN: 'hidden' },
    mark: { name: 'ORCHESTRATOR_TOKEN', value: cwd },
    logFile: join(cwd, 'logs/gate.log'),
    limitMs: 60_000,
    signal: new AbortController().signal,
    ...more,
  };
}

function isRunning(pid: number): boolean {
  const identity = identityOf(pid);
  return identity !== undefined && processState(identity) === 'running';
}

describe('a gate', () => {
  test('says how many of its processes could not be ended', async () => {
    keepEverything();
    const left = gate('sh -c "sleep 600 & sleep 600 & true"', { clock: HASTY });
    expect(await runGate(left)).toMatchObject({ result: 'green', left: 2 });
    expect(await runGate(gate('true', { clock: HASTY }))).toMatchObject({ result: 'green', left: 0 });
  });

  test('is green when its command ends with 0, and what it printed is kept and told', async () => {
    const asked = gate('node -e "console.log(1); console.error(2)"');
    const run = await runGate(asked);
    expect(run).toMatchObject({ result: 'green', code: 0, signal: null, flags: [], tail: '1\n2' });
    expect(readFileSync(asked.logFile, 'utf8')).toBe('1\n2\n');
  });

  test('is red when its command ends with anything else, or by a signal', async () => {
    expect(await runGate(gate('node -e "process.exit(3)"'))).toMatchObject({
      result: 'red',
      code: 3,
      flags: [],
    });
    expect(await runGate(gate('kill -9 $$'))).toMatchObject({ result: 'red', code: null, signal: 'SIGKILL' });
  });

  test('runs without a shell, its words as they are, and with one where the text needs it', async () => {
    const print = `node -e "console.log(JSON.stringify(process.argv.slice(1)))"`;
    expect(await runGate(gate(`${print} 'a;b' '$HOME' x\\ y`))).toMatchObject({
      tail: '["a;b","$HOME","x y"]',
    });
    expect(await runGate(gate('echo one && echo two | tr a-z A-Z'))).toMatchObject({
      result: 'green',
      tail: 'one\nTWO',
    });
    // The shell would be the parent of what it starts.
    const parent = gate('node -p process.ppid');
    expect(await runGate(parent)).toMatchObject({ tail: String(process.pid) });
  });

  test('sees no secret, and knows that nobody is there', async () => {
    const names =
      'node -p "[process.env.SECRET_TOKEN, process.env.CI, process.stdin.isTTY, process.stdout.isTTY].join()"';
    expect(await runGate(gate(names))).toMatchObject({ tail: ',1,,' });
  });

  test('that can’t be started is red and says why', async () => {
    for (const command of ['no-such-program --x', './gate', "''", 'x\0y']) {
      const run = await runGate(gate(command));
      expect(run, command).toMatchObject({ result: 'red', code: null, flags: ['not-started'] });
      expect(run.result === 'red' && run.tail, command).not.toBe('');
    }
    expect(await runGate(gate('node -v', { cwd: '/nonexistent' }))).toMatchObject({ flags: ['not-started'] });
  });

  test('that takes too long is ended with all that it started', async () => {
    const asked = gate(
      `node -e "require('child_process').spawn('sleep',['600']); setInterval(()=>{},1000)"`,
      { limitMs: 300 },
    );
    expect(await runGate(asked)).toMatchObject({ result: 'red', code: null, flags: ['timed-out'] });
  });

  test('leaves nothing running', async () => {
    const asked = gate('sleep 600 & echo $! > pid');
    expect(await runGate(asked)).toMatchObject({ result: 'green' });
    expect(isRunning(Number(readFileSync(join(asked.cwd, 'pid'), 'utf8')))).toBe(false);
  });

  test('that is called off has no result, before and while it runs', async () => {
    expect(await runGate(gate('node -v', { signal: AbortSignal.abort() }))).toEqual({
      result: 'interrupted',
    });
    const off = new AbortController();
    const asked = gate('touch began; sleep 600', { signal: off.signal });
    const running = runGate(asked);
    await eventually(() => existsSync(join(asked.cwd, 'began')) || undefined);
    off.abort();
    expect(await running).toEqual({ result: 'interrupted' });
  });

  test('that can’t fail is flagged, and so is one that ran no test', async () => {
    expect(await runGate(gate('npm test || true'))).toMatchObject({
      result: 'green',
      flags: ['cannot-fail'],
    });
    expect(await runGate(gate('echo ok'))).toMatchObject({ flags: ['cannot-fail'] });
    const none = gate('node test.js');
    writeFileSync(join(none.cwd, 'test.js'), `console.log('\\u001b[32m  0 passing\\u001b[0m (1ms)')`);
    expect(await runGate(none)).toMatchObject({ result: 'green', flags: ['no-test-ran'] });
  });

  test('has a log of its own run only, and a tail in whole lines without control sequences', async () => {
    const asked = gate(
      `node -e "for (let i = 0; i < 5000; i++) console.log('\\u001b[31mline ' + i + '\\u001b[0m')"`,
    );
    await runGate(asked);
    const run = await runGate(asked);
    const tail = run.result === 'green' ? run.tail : '';
    expect(tail).toMatch(/^line \d+\n[\s\S]*\nline 4999$/u);
    expect(tail.length).toBeLessThanOrEqual(6_000);
    expect(readFileSync(asked.logFile, 'utf8').match(/line 0\b/gu)).toHaveLength(1);
  });

  test('that floods its log is kept small', async () => {
    const asked = gate(
      `node -e "const s='x'.repeat(1023)+'\\n'; for (let i = 0; i < 60000; i++) require('fs').writeSync(1, s)"`,
    );
    expect(await runGate(asked)).toMatchObject({ result: 'green' });
    expect(readFileSync(asked.logFile).length).toBeLessThan(9 * 1024 * 1024);
  });
});

describe('the environment of a gate', () => {
  test('has what tools need and nothing that could be a secret', () => {
    const kept = {
      PATH: '/bin',
      HOME: '/home/x',
      LC_ALL: 'C.UTF-8',
      JAVA_HOME: '/java',
      HTTPS_PROXY: 'http://proxy:3128',
    };
    const dropped = {
      OPENAI_API_KEY: 'x',
      GITHUB_TOKEN: 'x',
      AWS_SECRET_ACCESS_KEY: 'x',
      npm_config__authToken: 'x',
      NODE_OPTIONS: '--require=/x',
      BASH_ENV: '/x',
      LD_PRELOAD: '/x',
      GIT_DIR: '/x',
      GIT_CONFIG_GLOBAL: '/x',
      SSH_AUTH_SOCK: '/x',
      LC_SECRET_1: 'x',
      http_proxy: 'http://user:password@proxy:3128',
      TZ: undefined,
    };
    expect(gateEnvironment({ ...kept, ...dropped, TERM: 'xterm', CI: '' })).toEqual({
      ...kept,
      CI: '1',
      TERM: 'dumb',
      GIT_TERMINAL_PROMPT: '0',
    });
  });
});

type OutputCase = {
  readonly command: string;
  readonly output: string;
  readonly code?: number;
  readonly cut?: boolean;
  readonly none: boolean;
};

describe('that no test ran', () => {
  test.each(
    casesIn<OutputCase>('batch/no_test_ran.yaml').map((one) => [one.command, one.output, one] as const),
  )('%s: %j', (command, output, { code = 0, cut = false, none }) => {
    expect(ranNoTest(command, { output, isWhole: !cut, code })).toBe(none);
  });

  test('is told in linear time, however much there is of anything', () => {
    const parts = [
      '\n',
      ' ',
      'Ran 1 test in 0s\n',
      '| 0 passed ',
      ' > x',
      'ok ',
      '0 pass\n',
      'ok 1 # ',
      '1',
      '==',
      'ok\ta\t1s ',
      '1 skipped in ',
    ];
    for (const part of parts) {
      const output = `${part.repeat(500_000 / part.length)}\nOK (skipped=1)\n`;
      expect(ranNoTest('npm test', { output, isWhole: true, code: 0 }), part).toBeDefined();
    }
  });
});

describe('what the gate of a pattern moves out of the way', () => {
  const laid = (command: string, more: { without?: string; alone?: string }) => {
    const asked = gate(gateCommand({ command, ...more }));
    for (const folder of ['src', 'tests', 'other']) mkdirSync(join(asked.cwd, folder));
    const files = { 'src/a': 'work', 'tests/a.test.sh': '', 'other/b.test.sh': '', 'src/c.test.sh': '' };
    for (const [file, text] of Object.entries(files)) writeFileSync(join(asked.cwd, file), text);
    return { asked, there: () => treeOf(asked.cwd) };
  };
  const WHOLE = ['other/b.test.sh', 'src/a', 'src/c.test.sh', 'tests/a.test.sh'];

  test('is out of it, and comes back', async () => {
    const both = { without: 'src', alone: 'tests' };
    const { asked, there } = laid(
      'test ! -e other/b.test.sh && test -e tests/a.test.sh && test -d src',
      both,
    );
    expect(await runGate(asked)).toMatchObject({ result: 'green' });
    expect(there()).toEqual(WHOLE);
  });

  test('is what it was, whatever the command made in its place', async () => {
    const { asked, there } = laid('test -f src/a || { mkdir src; echo cache > src/a; false; }', {
      without: 'src',
    });
    expect(await runGate(asked)).toMatchObject({ result: 'green' });
    expect(there()).toEqual(WHOLE);
    expect(readFileSync(join(asked.cwd, 'src/a'), 'utf8')).toBe('work');
  });

  test('is not what the project itself calls so', async () => {
    const { asked, there } = laid('true', { alone: 'tests' });
    writeFileSync(join(asked.cwd, 'notes.aside'), 'mine');
    expect(await runGate(asked)).toMatchObject({ result: 'green' });
    expect(there()).toEqual(['notes.aside', ...WHOLE]);
  });

  test('comes back when the gate is killed', async () => {
    const kill = 'test -d src || kill -9 $PPID';
    const { asked, there } = laid(kill, { without: 'src', alone: 'tests' });
    expect(await runGate(asked)).toMatchObject({ result: 'red', signal: 'SIGKILL' });
    expect(there()).toEqual(WHOLE);
  });

  test('comes back when the test removed the folder around it, or closed what it made in its place', async () => {
    const removes = laid('test -e src/deep/b || { rm -rf src; false; }', { without: 'src/deep' });
    mkdirSync(join(removes.asked.cwd, 'src/deep'));
    writeFileSync(join(removes.asked.cwd, 'src/deep/b'), 'work');
    expect(await runGate(removes.asked)).toMatchObject({ result: 'green' });
    expect(removes.there()).toContain('src/deep/b');
    const closes = laid('test -f src/a || { mkdir src; touch src/x; chmod 0 src; false; }', {
      without: 'src',
    });
    expect(await runGate(closes.asked)).toMatchObject({ result: 'green' });
    expect(closes.there()).toEqual(WHOLE);
  });

  test.each([
    ' tests/c d.test.sh',
    'tests/line\nline.test.sh',
    'tests/-x.test.sh',
    '-x.test.sh',
    '-x/y.test.sh',
    "tests/it's.test.sh",
  ])('may be called anything: %j', async (name) => {
    const { asked, there } = laid(
      'test "$(find . -name .aside-\\* -prune -o -name "*.test.sh" -print | wc -l)" -eq 1',
      { alone: 'src' },
    );
    for (const folder of [' tests', '-x']) mkdirSync(join(asked.cwd, folder));
    writeFileSync(join(asked.cwd, name), '');
    expect(await runGate(asked)).toMatchObject({ result: 'green' });
    expect(there()).toEqual([name, ...WHOLE].sort());
  });

  test('is told by a path, in which only * is more than itself', async () => {
    const { asked, there } = laid('test -e "te[s]ts/a.test.sh" && test ! -e tests/a.test.sh', {
      alone: 'te[s]ts/',
    });
    mkdirSync(join(asked.cwd, 'te[s]ts'));
    writeFileSync(join(asked.cwd, 'te[s]ts/a.test.sh'), '');
    expect(await runGate(asked)).toMatchObject({ result: 'green' });
    expect(there()).toEqual([...WHOLE, 'te[s]ts/a.test.sh'].sort());
  });

  test('is red, and nothing is moved, where a path leads out of the project', async () => {
    const outside = emptyFolder();
    mkdirSync(join(outside, 'core'));
    for (const without of ['way/core', '../elsewhere', '/tmp']) {
      const { asked } = laid('false', { without });
      mkdirSync(join(asked.cwd, '../elsewhere'), { recursive: true });
      symlinkSync(outside, join(asked.cwd, 'way'));
      expect(await runGate(asked), without).toMatchObject({
        result: 'red',
        tail: `${without} is not in this project.`,
      });
    }
    expect(readdirSync(outside)).toEqual(['core']);
  });

  test('is red, and nothing is moved, where a path comes to the project from outside', async () => {
    for (const way of ['whole', 'around']) {
      const { asked, there } = laid('false', {});
      const without = way === 'whole' ? join(asked.cwd, 'src') : `../${basename(asked.cwd)}/src`;
      const command = gateCommand({ command: 'test -e src/a', without });
      expect(await runGate({ ...asked, command }), way).toMatchObject({ result: 'red' });
      expect(there(), way).toEqual(WHOLE);
    }
  });

  test('is found whatever CDPATH says', async () => {
    const elsewhere = emptyFolder();
    mkdirSync(join(elsewhere, 'src'));
    const { asked } = laid('true', {});
    mkdirSync(join(asked.cwd, 'src/deep'));
    const command = `export CDPATH=${elsewhere}; ${gateCommand({ command: 'test -e src/deep', without: 'src/deep' })}`;
    expect(await runGate({ ...asked, command })).toMatchObject({ result: 'green' });
  });

  test('is red where a test of the project tells its shell to stop in the middle', async () => {
    const stop = 'test ! -e src || kill -TERM $PPID';
    const { asked, there } = laid(stop, { without: 'src', alone: 'tests' });
    expect(await runGate(asked)).toMatchObject({ result: 'red', code: 1 });
    expect(there()).toEqual(WHOLE);
  });

  test('is told, and the gate is red, where something is left of it', async () => {
    const { asked, there } = laid('test -e src/a || { touch "$(echo .aside-*)/mine"; false; }', {
      without: 'src',
    });
    expect(await runGate(asked)).toMatchObject({
      result: 'red',
      tail: expect.stringMatching(/^Not everything is back in its place: see \.aside-\d+$/u),
    });
    expect(there()).toEqual([expect.stringMatching(/^\.aside-\d+\/mine$/u), ...WHOLE]);
  });

  test('does not mix with what an earlier one has left', async () => {
    const { asked, there } = laid('test -d src', { without: 'src' });
    // The shell of a sandbox has the same number each time.
    const left = `d=.aside-$$; mkdir -p $d/node_modules/src/aside.moved; `;
    expect(await runGate({ ...asked, command: left + asked.command })).toMatchObject({ result: 'red' });
    expect(there()).toEqual(WHOLE);
  });
});

/** The files below a folder, without logs. */
function treeOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)))
    .filter((path) => !path.startsWith('logs/'))
    .sort();
}
