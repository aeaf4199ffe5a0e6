import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { afterTest } from '../support/after_test.ts';
import { type BatchProject, type BatchRun, batchProject, phaseStates } from '../support/batch_project.ts';
import { emptyFolder, start } from '../support/program.ts';
import { runInTerminal } from '../support/pty.ts';
import { HAS_SSHD, type SshHost, startSshHost } from '../support/ssh_host.ts';
import { eventually } from '../support/wait.ts';

const WORK = { work: 'done by' };

/** A batch whose user has a place `far`, and `gone`, where nobody answers. */
async function withPlaces(host: SshHost, ...given: Parameters<typeof batchProject>): Promise<BatchProject> {
  const project = await batchProject(...given);
  const folder = join(project.home, '.config/orchestrator');
  mkdirSync(folder, { recursive: true });
  const far = { ssh: host.ssh, folder: host.folder, slots: 2 };
  const places = { far, gone: { ssh: 'nobody.invalid' } };
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ places }));
  return project;
}

/** What is still there of attempts. */
function leftAt(host: SshHost): string[] {
  return readdirSync(host.folder).flatMap((project) => {
    if (project.startsWith('place-')) return [];
    const below = (name: string) => readdirSync(join(host.folder, project, name));
    return [...below('attempts'), ...below('leases')];
  });
}

describe.skipIf(!HAS_SSHD)('a batch with a place behind a real sshd', () => {
  let host: SshHost;
  beforeAll(async () => {
    host = await startSshHost();
  });
  afterAll(() => host?.remove());
  const runAt = (project: BatchProject, ...more: string[]): Promise<BatchRun> =>
    project.runWith(host.env, ...more);

  test('works there, judges and merges here, and leaves nothing behind', async () => {
    const project = await withPlaces(host, [{}, { place: 'far' }, { after: ['2'] }], {
      phases: { 2: [[WORK, { result: { summary: 'from afar' } }, { note: 'seen.json' }]] },
      default: [[WORK]],
    });
    const before = project.users();
    const ran = await runAt(project);
    expect(phaseStates(ran)).toEqual({ 1: 'done merged', 2: 'done merged', 3: 'done merged' });
    expect(project.events('attempt-started').map(({ phase, place }) => [phase, place])).toEqual(
      expect.arrayContaining([
        ['1', undefined],
        ['2', 'far'],
      ]),
    );
    const seen = JSON.parse(project.told('seen.json') ?? '{}');
    expect(seen.cwd).toContain(host.folder);
    expect(project.events('claimed', '2')).toMatchObject([{ summary: 'from afar' }]);
    expect(project.users()).toEqual(before);
    expect(project.worktrees()).toEqual([]);
    expect(leftAt(host)).toEqual([]);
  });

  test.each([
    ['a file by its name', ['src/1.txt', 'dist/a b.js'], 'dist/a b.js'],
    ['a folder', ['src/1.txt', 'dist/'], 'dist'],
  ])(
    '[promise:place-ignored] what a phase declares and git ignores fails it as it would here, and is kept: %s',
    async (_, files, named) => {
      const write = {
        '.gitignore': 'dist/\ncache/\n',
        'src/1.txt': 'x\n',
        'cache/c': 'x\n',
        'dist/a b.js': 'precious\n',
      };
      const project = await withPlaces(
        host,
        [{ files: ['.gitignore', ...files], gates: ['test -s src/1.txt'], place: 'far' }],
        { default: [[{ write }]] },
      );
      expect(phaseStates(await runAt(project, '--retries', '0'))).toEqual({ 1: 'failed not-held' });
      expect(project.events('attempt-failed')[0]?.evidence).toContain(
        `${named} is declared, and git ignores it`,
      );
      const ref = 'refs/orchestrator/batches/1/attempts/1-1';
      const parents = project.git('rev-list', '--parents', '-n', '1', ref).trim().split(' ').slice(2);
      const kept = parents.map((parent) => project.git('ls-tree', '-r', '--name-only', parent));
      expect(kept).toEqual([expect.stringContaining('dist/a b.js')]);
      expect(project.git('show', `${parents[0]}:dist/a b.js`)).toBe('precious\n');
      expect(project.git('ls-tree', '-r', '--name-only', ref)).not.toContain('cache');
      expect(leftAt(host)).toEqual([]);
    },
  );

  test('[promise:place-verify] where the run says so, gates of an attempt decide at its place, and all others here', async () => {
    const project = await withPlaces(host, [{}, { place: 'far' }], { default: [[WORK]] });
    const ran = await runAt(project, '--verify', 'place');
    expect(phaseStates(ran)).toEqual({ 1: 'done merged', 2: 'done merged' });
    const places = project.events('gate-ended', '2').map(({ place, result }) => [place, result]);
    expect(places).toContainEqual(['far', 'green']);
    expect(project.events('gate-ended', '1').filter(({ place }) => place !== undefined)).toEqual([]);
    const shown = await project.call('batch', 'show', '1');
    expect(shown.out).toMatch(/PRP-1\.1\.2 [\s\S]*place {5}far\n/u);
    expect(shown.out).toMatch(/attempt {3}1 by .* at far: merged, gates ran at far/u);
    expect(shown.out).toMatch(/attempt {3}1 by [^ ]+: merged, gates ran here/u);
    const document = JSON.parse((await project.call('batch', 'report', '1', '--json')).out);
    const told = document.phases.map(({ attempts }: { attempts: object[] }) => attempts[0]);
    expect(told).toMatchObject([
      { place: null, gatesAt: ['local'], network: 'host' },
      { place: 'far', gatesAt: ['far'], network: null },
    ]);
    const at = (phase: {
      statements: { evidence: { command: string | null; place: string | null } | null }[];
    }) => phase.statements.flatMap(({ evidence }) => (evidence?.command ? [evidence.place] : []));
    expect(document.phases.map(at)).toEqual([[null], ['far']]);
    for (const form of [[], ['--markdown'], ['--html']])
      expect((await project.call('batch', 'report', '1', ...form)).out).toContain('at far, gates ran at far');
    expect(leftAt(host)).toEqual([]);
  });

  /** A batch whose controller was killed while the gate of its phase ran far away; the gate ends as soon as `go` is there. */
  const killedAtGate = async () => {
    const aside = emptyFolder();
    const gate = `test -s src/1.txt && { test -e ${aside}/go || { echo >> ${aside}/begun; sleep 600; }; }`;
    const project = await withPlaces(host, [{ place: 'far', gates: [gate] }], { default: [[WORK]] });
    const running = start(project.runArguments('--json', '--verify', 'place'), {
      cwd: project.folder,
      env: { ...project.environment(), ...host.env },
    });
    await eventually(() => (existsSync(join(aside, 'begun')) ? true : undefined));
    running.signal('SIGKILL');
    await running.ended;
    return { project, aside };
  };

  test('a gate that a killed controller left there is ended and tidied up, and asked anew', async () => {
    const { project, aside } = await killedAtGate();
    expect(leftAt(host).filter((name) => name.startsWith('gate-'))).toHaveLength(1);
    writeFileSync(join(aside, 'go'), '');
    const ran = await runAt(project, '--verify', 'place');
    expect(phaseStates(ran)).toEqual({ 1: 'done merged' });
    const gates = project.events('gate-ended', '1').filter((each) => each.gate !== null);
    expect(gates.map(({ place, result }) => [place, result])).toContainEqual(['far', 'green']);
    expect(gates.every(({ place }) => place === 'far')).toBe(true);
    expect(leftAt(host)).toEqual([]);
    expect(project.processes()).toEqual([]);
  });

  test('and of one that is asked nowhere any more, nothing stays either', async () => {
    const { project, aside } = await killedAtGate();
    writeFileSync(join(aside, 'go'), '');
    expect(phaseStates(await runAt(project))).toEqual({ 1: 'done merged' });
    expect(leftAt(host)).toEqual([]);
  });

  test('goes on where a place cannot be reached: the phase fails with what to do, the others are done', async () => {
    const project = await withPlaces(host, [{ place: 'gone' }, { place: 'far' }, {}]);
    const ran = await runAt(project);
    expect(ran.code).toBe(1);
    expect(phaseStates(ran)).toMatchObject({ 2: 'done merged', 3: 'done merged' });
    expect(project.events('phase-failed', '1')).toMatchObject([
      {
        reason: expect.stringMatching(
          /could not be started: .*nobody\.invalid cannot be reached; to see why: ssh nobody\.invalid true/u,
        ),
      },
    ]);
    expect(project.worktrees()).toEqual([]);
    // What never got there is not told as left there, nor is it asked for.
    expect(JSON.stringify(ran)).not.toContain('still be there');
  });

  test('a place that went away is told of once, however many attempts had something there', async () => {
    const aside = emptyFolder();
    const gate = `test -s src/1.txt && { touch ${aside}/judged; until test -e ${aside}/gone; do sleep 0.1; done; }`;
    const project = await withPlaces(host, [
      { place: 'far', gates: [gate] },
      { place: 'far', gates: [gate.replace('src/1.txt', 'src/2.txt')] },
    ]);
    const env = { ...project.environment(), ...host.env };
    const running = start(project.runArguments('--json'), { cwd: project.folder, env });
    await eventually(() => (existsSync(join(aside, 'judged')) ? true : undefined));
    await eventually(() => (project.events('attempt-pinned').length === 2 ? true : undefined));
    await host.stop();
    writeFileSync(join(aside, 'gone'), '');
    const { code, out } = await running.ended;
    await host.start();
    expect(code).toBe(0);
    expect(out.split('Files of attempts at far may still be there')).toHaveLength(2);
    expect(leftAt(host)).not.toEqual([]);
    // There is nothing to run any more, and all the same it goes.
    await runAt(project);
    expect(leftAt(host)).toEqual([]);
  });

  test('tells of a program that is not there', async () => {
    const project = await withPlaces(host, [{ place: 'far' }]);
    const args = ['batch', 'run', '1', '--yes', '--json', '--executor-command', 'no-such-agent {prp}'];
    const ran = await project.callWith({ ...project.environment(), ...host.env }, ...args);
    expect(JSON.parse(ran.out)).toMatchObject({ state: 'failed' });
    expect(project.events('phase-failed', '1')).toMatchObject([
      { reason: expect.stringContaining('There is no program no-such-agent at far') },
    ]);
    expect(leftAt(host)).toEqual([]);
  });

  test('takes over what a killed controller left under way there, and starts it only once', async () => {
    const script = { default: [[{ note: 'started' }, WORK, { await: 'go' }, { print: 'went on' }]] };
    const project = await withPlaces(host, [{ place: 'far' }, { place: 'far', after: ['1'] }], script);
    const env = { ...project.environment(), ...host.env };
    const running = start(project.runArguments('--json'), { cwd: project.folder, env });
    await eventually(() => project.told('started'));
    running.signal('SIGKILL');
    await running.ended;
    project.tell('go');
    const ran = await runAt(project);
    expect(phaseStates(ran)).toEqual({ 1: 'done merged', 2: 'done merged' });
    expect(project.events('attempt-started')).toHaveLength(2);
    expect(leftAt(host)).toEqual([]);
    expect(project.processes()).toEqual([]);
  });

  test('a commit that an agent has named there in the place of its own is judged like everything else', async () => {
    const project = await withPlaces(host, [{ place: 'far' }]);
    const lie = join(project.aside, 'lie.sh');
    const lines = [
      'while [ ! -e job ] && [ "$PWD" != / ]; do cd ..; done; . ./job',
      'export GIT_DIR="$repo" GIT_INDEX_FILE="$PWD/lie"',
      'git read-tree "$base"; blob=$(echo lie | git hash-object -w --stdin)',
      'for path in src/1.txt README.md; do git update-index --add --cacheinfo "100644,$blob,$path"; done',
      'made=$(git -c user.name=t -c user.email=t@t commit-tree "$(git write-tree)" -p "$base" -m lie)',
      'git update-ref "$ref/result" "$made"; printf "code 0\\ncommit $made\\n" >said; mv said exit',
    ];
    writeFileSync(lie, lines.join('\n'));
    const args = [
      'batch',
      'run',
      '1',
      '--yes',
      '--json',
      '--retries',
      '0',
      '--executor-command',
      `sh ${lie} {prp}`,
    ];
    const ran = await project.callWith({ ...project.environment(), ...host.env }, ...args);
    expect(ran.code).toBe(1);
    expect(project.events('attempt-pinned')).toMatchObject([{ files: ['README.md', 'src/1.txt'] }]);
    expect(project.events('attempt-failed')).toMatchObject([{ reason: 'scope' }]);
    expect(project.events('merged')).toEqual([]);
    expect(leftAt(host)).toEqual([]);
  });

  test('one SIGTERM ends a run whose place answers and does not hand over what an attempt left', async () => {
    const other = await startSshHost({ 'git-upload-pack': 'echo x >>"$HOME/asked"; exit 1' });
    afterTest(() => other.remove());
    const project = await withPlaces(other, [{ place: 'far' }]);
    const env = { ...project.environment(), ...other.env };
    const running = start(project.runArguments('--json', '--retries', '0'), { cwd: project.folder, env });
    const asked = join(other.folder, '../home/asked');
    await eventually(() => (existsSync(asked) ? true : undefined));
    running.signal('SIGTERM');
    expect((await running.ended).code).toBe(143);
    expect(project.events('attempt-ended')).toMatchObject([{ how: 'stopped' }]);
    expect(leftAt(other)).toEqual([]);
  });

  test('ends what runs there when it is asked to stop, and keeps what was done', async () => {
    const script = { default: [[WORK, { leave: 'session' }, { note: 'started' }, { hang: true }]] };
    const project = await withPlaces(host, [{ place: 'far' }], script);
    const env = { ...project.environment(), ...host.env };
    const running = start(project.runArguments('--json'), { cwd: project.folder, env });
    await eventually(() => project.told('started'));
    running.signal('SIGINT');
    expect((await running.ended).code).toBe(130);
    expect(project.events('attempt-pinned', '1')).toMatchObject([{ files: ['src/1.txt'] }]);
    expect(project.processes()).toEqual([]);
    expect(leftAt(host)).toEqual([]);
  });

  test('leaves nothing there of an attempt whose gates were cut short here: its work is here, and judged by the next run', async () => {
    const aside = emptyFolder();
    const gate = `test -s src/1.txt && { test -e ${aside}/go || { echo >> ${aside}/begun; sleep 600; }; }`;
    const project = await withPlaces(host, [{ place: 'far', gates: [gate] }], { default: [[WORK]] });
    const env = { ...project.environment(), ...host.env };
    const running = start(project.runArguments('--json'), { cwd: project.folder, env });
    await eventually(() => (existsSync(join(aside, 'begun')) ? true : undefined));
    running.signal('SIGINT');
    expect((await running.ended).code).toBe(130);
    expect(project.events('attempt-failed')).toEqual([]);
    expect(leftAt(host)).toEqual([]);
    writeFileSync(join(aside, 'go'), '');
    expect(phaseStates(await runAt(project))).toEqual({ 1: 'done merged' });
    expect(project.events('attempt-started')).toHaveLength(1);
  });

  test('goes on with an attempt whose connection was lost in the middle', async () => {
    const script = {
      default: [[{ print: 'before' }, { note: 'started' }, WORK, { await: 'go' }, { print: 'behind' }]],
    };
    const project = await withPlaces(host, [{ place: 'far' }], script);
    const env = { ...project.environment(), ...host.env };
    const running = start(project.runArguments('--json'), { cwd: project.folder, env });
    await eventually(() => project.told('started'));
    await host.stop();
    project.tell('go');
    await host.start();
    expect((await running.ended).code).toBe(0);
    expect(project.events('attempt-started')).toHaveLength(1);
    const [log = ''] = readdirSync(project.path('logs')).filter((name) => name === 'PRP-1.1.1-1.log');
    expect(readFileSync(project.path('logs', log), 'utf8')).toMatch(/before\n(?:.*\n)*behind\n/u);
    expect(leftAt(host)).toEqual([]);
  });

  test('refuses what cannot be, before anything starts: no such place, a sandbox, an executor that is talked with', async () => {
    const project = await withPlaces(host, [{ place: 'fra' }]);
    const called = await project.call(...project.runArguments('--json'));
    expect(called.code).toBe(2);
    expect(JSON.parse(called.out).problems).toMatchObject([
      { message: 'There is no place fra for phase 1 to run at.', hint: 'Did you mean far?' },
    ]);
    const other = await withPlaces(host, [{}]);
    const talked = await other.call(
      'batch',
      'run',
      '1',
      '--yes',
      '--json',
      '--place',
      'far',
      '--executor',
      'acp:node agent',
    );
    expect(talked.code).toBe(2);
    expect(talked.out).toContain('which works only here');
    expect(other.journal()).toEqual([]);
  });

  test('asks again for what was approved at another place, here, or in another folder of the place', async () => {
    const project = await withPlaces(host, [{}], { default: [[WORK]] });
    const env = { ...project.environment(), ...host.env };
    const asked = (...more: string[]) => project.runArguments(...more).filter((word) => word !== '--yes');
    const { folder } = project;
    const terminal = runInTerminal(asked('--place', 'far'), { cwd: folder, columns: 200, env });
    await terminal.asks('Let them run?', 'no', 'yes');
    terminal.type('2', '\r');
    expect((await terminal.ends()).code).toBe(0);
    await project.call('batch', 'generate', 'plan.md');
    const next = (place: string) =>
      project.callWith(env, ...asked('--place', place).map((word) => (word === '1' ? '2' : word)));
    const refused = { code: 2, err: expect.stringContaining('(new: 1, marked +)') };
    expect(await next('gone')).toMatchObject(refused);
    expect(await next('local')).toMatchObject(refused);
    const settings = join(project.home, '.config/orchestrator/config.json');
    const before = readFileSync(settings, 'utf8');
    writeFileSync(settings, before.replaceAll(host.folder, `${host.folder} too`));
    const moved = await next('far');
    expect(moved).toMatchObject(refused);
    expect(moved.err).toContain('runs at far (far');
    writeFileSync(settings, before);
    const again = await next('far');
    expect(again.code, again.err).toBe(0);
    expect(again.err).not.toContain('starts these commands');
  });
});
