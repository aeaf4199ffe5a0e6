import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BatchProject, batchProject, phaseStates } from '../support/batch_project.ts';
import { emptyFolder, MAIN, start } from '../support/program.ts';
import { HAS_SLURM, type SlurmCluster, startSlurmCluster } from '../support/slurm_cluster.ts';
import { HAS_SSHD, type SshHost, startSshHost } from '../support/ssh_host.ts';
import { eventually } from '../support/wait.ts';

const WORK = { work: 'done by' };
const PROGRAM = `exec '${process.execPath}' '${MAIN}' "$@"`;

/** A batch whose user has a place of these settings, `there`. */
async function withPlace(settings: object, ...given: Parameters<typeof batchProject>): Promise<BatchProject> {
  const project = await batchProject(...given);
  const folder = join(project.home, '.config/orchestrator');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ places: { there: settings } }));
  return project;
}

/** What is still there of what was sent. */
function leftAt(folder: string): string[] {
  return readdirSync(folder).flatMap((project) => {
    if (project.startsWith('place-')) return [];
    const below = (name: string) => readdirSync(join(folder, project, name));
    return [...below('attempts'), ...below('leases')];
  });
}

/** Calls `batch submit`, and reads its document. */
async function submit(project: BatchProject, env: Record<string, string>, ...args: string[]) {
  const ran = await project.callWith(
    { ...project.environment(), ...env },
    ...['batch', 'submit', '1', '--yes', '--json', ...args],
  );
  return { ...ran, document: JSON.parse(ran.out) };
}

const EVENTS = ['handed-over', 'taken-back'] as const;

const outcomes = (document: { phases: { prp: string; outcome: string }[] }) =>
  Object.fromEntries(document.phases.map(({ prp, outcome }) => [prp, outcome]));

describe.skipIf(!HAS_SSHD)('a whole batch at a host behind a real sshd', () => {
  let host: SshHost;
  beforeAll(async () => {
    host = await startSshHost({
      orchestrator: PROGRAM,
      bwrap: 'echo forbidden here >&2; exit 1',
      // Works, for whoever names an image.
      podman: '[ "$1" = info ]',
    });
  });
  afterAll(() => host?.remove());
  const settings = () => ({ ssh: host.ssh, folder: host.folder });
  const with_ = (project: BatchProject, ...args: string[]) => submit(project, host.env, ...args);

  test('[promise:submit] is run there by nobody here, refused here meanwhile, and judged here when it is back', async () => {
    const project = await withPlace(settings(), [{}, { after: ['1'] }, { place: 'there' }], {
      phases: { 2: [[WORK, { await: 'go' }]] },
      default: [[WORK, { note: 'seen.json' }]],
    });
    const before = project.users();
    const sent = await with_(project, '--to', 'there', '--executor-command', project.agent());
    expect(sent.document, sent.err).toMatchObject({ ok: true, state: 'away', place: 'there', job: null });
    expect(project.events('attempt-started')).toEqual([]);
    const refused = await project.run();
    expect(refused.code).toBe(1);
    expect(refused.problems).toMatchObject([
      { code: 'batch-away', message: expect.stringContaining('there') },
    ]);
    const status = await project.call('batch', 'status', '1', '--json');
    expect(JSON.parse(status.out)).toMatchObject({ away: { place: 'there', job: null } });
    const early = await with_(project, '--collect');
    expect(early.document).toMatchObject({ ok: false, state: 'away', problems: [{ code: 'batch-away' }] });
    const again = await with_(project, '--to', 'there', '--executor-command', project.agent());
    expect(again.document.problems).toMatchObject([{ code: 'batch-away' }]);
    project.tell('go');
    const back = await with_(project, '--collect', '--wait');
    expect(outcomes(back.document), back.out).toEqual({
      'PRP-1.1.1': 'merged',
      'PRP-1.1.2': 'merged',
      'PRP-1.2.1': 'merged',
    });
    expect(back.document).toMatchObject({ ok: true, state: 'here' });
    expect(back.code).toBe(0);
    expect(JSON.parse(project.told('seen.json') ?? '{}').cwd).toContain(host.folder);
    expect(project.users()).toEqual(before);
    expect(project.worktrees()).toEqual([]);
    expect(leftAt(host.folder)).toEqual([]);
    // Each was judged here, by gates that ran here.
    const gates = project.events('gate-ended').filter(({ gate }) => gate !== null);
    expect(gates.length).toBeGreaterThanOrEqual(6);
    expect(gates.filter(({ place, result }) => place !== undefined || result !== 'green')).toEqual([]);
    const none = await with_(project, '--collect');
    expect(none.document.problems).toMatchObject([{ code: 'not-away' }]);
  });

  test.each([
    ['nothing is left of one that is done', [[WORK]], ''],
    ['what failed there is left', [[{ exit: 3 }]], 'What is left of it: orchestrator batch run 1\n'],
  ])('back here, it says what to do next: %s', async (_, steps, next) => {
    const project = await withPlace(settings(), [{}], { default: steps });
    const sent = await with_(
      project,
      '--to',
      'there',
      '--executor-command',
      project.agent(),
      '--retries',
      '0',
    );
    expect(sent.document, sent.err).toMatchObject({ ok: true });
    const env = { ...project.environment(), ...host.env };
    const back = await project.callWith(env, 'batch', 'submit', '1', '--yes', '--collect', '--wait');
    expect(back.out).toMatch(/^Batch 1 is back from there:\n/mu);
    expect(back.out.match(/What is left of it: .*\n/u)?.[0] ?? '').toBe(next);
    const status = await project.call('batch', 'status', '1');
    expect(status.out.includes('batch run 1')).toBe(next !== '');
  });

  test('of a batch that has begun, only what is left goes there, on top of what is done; a red phase is red here too', async () => {
    const project = await withPlace(settings(), [{}, { after: ['1'] }, {}], {
      phases: { 2: [[{ note: 'hangs' }, { hang: true }]], 3: [[{ note: 'hangs' }, { hang: true }]] },
      default: [[WORK]],
    });
    const running = project.start('--concurrency', '1', '--retries', '0');
    await eventually(() => (project.events('merged', '1').length > 0 ? project.told('hangs') : undefined));
    running.signal('SIGINT');
    await running.ended;
    project.script({ phases: { 3: [[{ exit: 3 }]] }, default: [[WORK]] });
    const open = project.events('attempt-started').length;
    const sent = await with_(
      project,
      ...['--to', 'there', '--retries', '0', '--executor-command', project.agent()],
    );
    expect(sent.document.ok, sent.out).toBe(true);
    const back = await with_(project, '--collect', '--wait', '--verify', 'place');
    expect(outcomes(back.document), back.out).toMatchObject({ 'PRP-1.2.1': 'merged' });
    expect(outcomes(back.document)['PRP-1.1.1']).toBeUndefined();
    expect(project.events('merged', '1')).toHaveLength(1);
    expect(project.events('attempt-started').length).toBeGreaterThan(open);
    expect(Object.keys(project.result())).toContain('src/2.txt');
    expect(project.events('gate-ended', '2').map(({ place }) => place)).toContain('there');
  });

  test('is ended there when it is asked for, with what was done brought back', async () => {
    const project = await withPlace(settings(), [{}, { after: ['1'] }], {
      phases: { 2: [[WORK, { note: 'hangs' }, { hang: true }]] },
      default: [[WORK]],
    });
    await with_(project, '--to', 'there', '--executor-command', project.agent());
    await eventually(() => project.told('hangs'));
    const token = project.events('handed-over')[0]?.token ?? '';
    const left = readdirSync(host.folder)
      .map((side) => join(host.folder, side, 'attempts', token))
      .find(existsSync);
    const ended = await with_(project, '--end');
    expect(outcomes(ended.document), ended.out).toEqual({ 'PRP-1.1.1': 'merged' });
    expect(ended.document.state).toBe('here');
    expect(leftAt(host.folder)).toEqual([]);
    // What could not be removed then is by the next run.
    mkdirSync(left ?? '');
    project.script({ default: [[WORK]] });
    expect(phaseStates(await project.runWith(host.env))).toEqual({ 1: 'done merged', 2: 'done merged' });
    expect(leftAt(host.folder)).toEqual([]);
  });

  test('that cannot run there stays away until it is given up, and its last words are told', async () => {
    const project = await withPlace(settings(), [{}]);
    await with_(
      project,
      '--to',
      'there',
      '--program',
      'no-such-program',
      '--executor-command',
      project.agent(),
    );
    let first = await with_(project, '--collect');
    while (first.document.problems[0].code === 'batch-away') first = await with_(project, '--collect');
    expect(first.document.problems.map(({ code }: { code: string }) => code)).toEqual([
      'no-results',
      'last-words',
    ]);
    expect(first.out).toContain('There is no program no-such-program');
    expect((await project.run()).problems).toMatchObject([{ code: 'batch-away' }]);
    const ended = await with_(project, '--end');
    expect(ended.document).toMatchObject({ ok: false, state: 'here', phases: [] });
    expect(leftAt(host.folder)).toEqual([]);
    expect(phaseStates(await project.run())).toEqual({ 1: 'done merged' });
  });

  test('tells what phases need that the job does not ask for, and refuses a program by a path from a folder', async () => {
    const project = await withPlace({ ssh: 'nobody.invalid' }, [{ needs: 'mem:16G' }, {}]);
    const whole = ['--to', 'there', '--executor-command', project.agent()];
    const would = await with_(project, ...whole, '--dry-run');
    expect(would.code).toBe(0);
    const told = would.document.problems.filter(({ code }: { code: string }) => code === 'not-sent');
    expect(told).toHaveLength(1);
    expect(told[0].message).toMatch(/what else these phases need .*: 1\.$/u);
    const relative = await with_(project, ...whole, '--program', './bin/orchestrator');
    expect(relative.code).toBe(2);
    expect(relative.document.problems[0].message).toContain(
      '--program ./bin/orchestrator is a relative path',
    );
  });

  test.each([
    ['from the first word on', '*', { events: ['handed-over', 'taken-back'], told: 'is here as before' }],
    ['when it is to begin', "*' start'", { events: ['handed-over'], told: '--end' }],
  ])(
    'stopped while the host is silent %s, it ends and tells what is over there',
    async (_, when, expected) => {
      const project = await withPlace(settings(), [{}]);
      const [bin, silent] = [emptyFolder(), join(project.aside, 'silent')];
      const real = `'${host.env.PATH?.split(':')[0]}/ssh' "$@"`;
      writeFileSync(
        join(bin, 'ssh'),
        `#!/bin/sh\ncase "$*" in ${when}) : >'${silent}'; exec sleep 600 ;; esac\nexec ${real}\n`,
        { mode: 0o755 },
      );
      const args = ['batch', 'submit', '1', '--yes', '--json', '--to', 'there'];
      const running = start([...args, '--executor-command', project.agent()], {
        cwd: project.folder,
        env: { ...project.environment(), PATH: `${bin}:${process.env.PATH}` },
      });
      await eventually(() => existsSync(silent) || undefined);
      running.signal('SIGINT');
      const { code, out } = await running.ended;
      expect(code, out).toBe(130);
      expect(JSON.parse(out).problems[0].message).toContain(expected.told);
      expect(EVENTS.filter((name) => project.events(name).length > 0)).toEqual(expected.events);
      if (expected.events.length === 1) {
        const ended = await with_(project, '--end');
        expect(ended.document.state, ended.out).toBe('here');
      }
      expect(phaseStates(await project.run())).toEqual({ 1: 'done merged' });
    },
  );

  test('flags that belong to the other half are refused, all at once', async () => {
    const project = await withPlace(settings(), [{}]);
    const codes = async (...args: string[]) => {
      const { code, document } = await with_(project, ...args);
      return [
        code,
        ...document.problems.map(({ message }: { message: string }) => message.split(' would have')[0]),
      ];
    };
    expect(await codes('--to', 'there', '--wait', '--verify', 'place')).toEqual([2, '--wait', '--verify']);
    const run = ['--hours', '2', '--retries', '0', '--executor', 'codex', '--stages', '--dry-run'];
    const names = ['--hours', '--executor', '--retries', '--stages', '--dry-run'];
    expect(await codes('--collect', ...run)).toEqual([2, ...names]);
    expect(await codes('--end', '--wait', '--program', 'o')).toEqual([2, '--program', '--wait']);
    expect(EVENTS.flatMap((name) => project.events(name))).toEqual([]);
  });

  test('what this machine lacks is not held against a run elsewhere', async () => {
    const project = await withPlace({ ssh: 'nobody.invalid' }, [{}]);
    const env = { PATH: `${emptyFolder()}:/usr/bin:/bin` };
    const far = ['--to', 'there', '--dry-run', '--executor-env', 'SET_ONLY_THERE', '--sandbox', 'container'];
    const would = await submit(project, env, ...far, '--executor', 'claude');
    expect(would.code, would.out).toBe(0);
    expect(would.document.problems.map(({ code }: { code: string }) => code)).toEqual([]);
  });

  test('a sandbox that was shown is not left out where none works there', async () => {
    const project = await withPlace(settings(), [{}], { default: [[WORK, { note: 'ran' }]] });
    const whole = ['--to', 'there', '--executor-command', project.agent(), '--sandbox', 'auto'];
    const shown = await project.callWith(
      { ...project.environment(), ...host.env },
      ...['batch', 'submit', '1', ...whole, '--dry-run'],
    );
    expect(shown.err).toContain(
      'in a sandbox there (auto), or not at all; can reach what it needs of the network there',
    );
    for (const whose of ['', 'Agent', 'Gate', 'Setup'])
      expect(shown.err.replaceAll(/\s+/gu, ' ')).toContain(`batch.sandbox${whose}Hosts`);
    const open = await project.callWith(
      { ...project.environment(), ...host.env },
      ...['batch', 'submit', '1', '--to', 'there', '--executor-command', project.agent(), '--dry-run'],
    );
    expect(open.err).toContain('reaches all of the network there');
    await with_(project, ...whole);
    await eventually(() => endedAt(host.folder));
    const back = await with_(project, '--collect');
    expect(back.document.state, back.out).toBe('away');
    expect(back.out).toContain('the batch was handed over to run in one (--sandbox auto)');
    expect(project.told('ran')).toBeUndefined();
    expect((await with_(project, '--end')).document.state).toBe('here');
  });

  test.each([
    { far: { sandboxHosts: ['registry.example:443'] }, isRefused: true },
    { far: { sandboxAgentHosts: ['registry.example:443'] }, isRefused: true },
    { far: { sandboxGateHosts: ['registry.example:443'] }, isRefused: true },
    { far: { sandboxSetupHosts: ['registry.example:443'] }, isRefused: true },
    // Narrower there than it was shown here.
    { far: { sandboxGateHosts: ['shown.example:443'] }, isRefused: false },
  ])(
    '[promise:submit-hosts] hosts that only the settings there let through, $far: refused $isRefused',
    async ({ far, isRefused }) => {
      const project = await withPlace(settings(), [{}], { default: [[WORK, { note: 'ran' }]] });
      await project.call('config', 'set', 'batch.sandboxHosts', 'shown.example:443');
      const folder = join(host.folder, '../home/.config/orchestrator');
      mkdirSync(folder, { recursive: true });
      writeFileSync(
        join(folder, 'config.json'),
        JSON.stringify({ batch: { sandboxImage: 'tools:1', ...far } }),
      );
      const whole = ['--to', 'there', '--executor-command', project.agent(), '--sandbox', 'auto'];
      try {
        const shown = await project.callWith(
          { ...project.environment(), ...host.env },
          ...['batch', 'submit', '1', ...whole, '--dry-run'],
        );
        expect(shown.err.replaceAll(/\s+/gu, ' ')).toContain('gate shown.example:443');
        await with_(project, ...whole);
        await eventually(() => endedAt(host.folder));
        const back = await with_(project, '--collect');
        expect(back.document.state, back.out).toBe(isRefused ? 'away' : 'here');
        expect(project.told('ran')).toBeUndefined();
        expect(back.out.includes('hosts that were not approved'), back.out).toBe(isRefused);
        if (isRefused) expect(back.out).toContain('registry.example:443');
      } finally {
        rmSync(folder, { recursive: true });
        await with_(project, '--end');
      }
    },
  );

  test.each([
    {
      what: 'other words',
      here: { argv: ['sh', '-c', 'echo as approved'] },
      there: { argv: ['sh', '-c', 'echo other'] },
      isRefused: true,
    },
    {
      what: 'another mode, which no word of it tells,',
      here: { kind: 'acp', argv: ['sh', '-c', 'exit 3'], mode: 'ask' },
      there: { kind: 'acp', argv: ['sh', '-c', 'exit 3'], mode: 'all' },
      isRefused: true,
    },
    {
      what: 'the same words and mode',
      here: { kind: 'acp', argv: ['sh', '-c', 'exit 3'], mode: 'ask' },
      there: { kind: 'acp', argv: ['sh', '-c', 'exit 3'], mode: 'ask' },
      isRefused: false,
    },
  ])('a command that has $what there: refused $isRefused', async ({ here, there, isRefused }) => {
    const project = await withPlace(settings(), [{ executor: 'agent', place: 'there' }]);
    const own = (agent: object) => JSON.stringify({ places: { there: settings() }, executors: { agent } });
    writeFileSync(join(project.home, '.config/orchestrator/config.json'), own(here));
    const far = join(host.folder, '../home/.config/orchestrator');
    mkdirSync(far, { recursive: true });
    writeFileSync(join(far, 'config.json'), own(there));
    try {
      const sent = await with_(project, '--to', 'there', '--retries', '0');
      expect(sent.document.ok, sent.out).toBe(true);
      await eventually(() => endedAt(host.folder));
      const back = await with_(project, '--collect');
      expect(back.document.state, back.out).toBe(isRefused ? 'away' : 'here');
      expect(back.out.includes('not approved when the batch was handed over'), back.out).toBe(isRefused);
      // Though every phase names who works on it, what came of it is taken in.
      if (!isRefused) expect(Object.keys(outcomes(back.document)), back.out).toEqual(['PRP-1.1.1']);
    } finally {
      rmSync(far, { recursive: true });
      await with_(project, '--end');
    }
    expect(leftAt(host.folder)).toEqual([]);
  });

  test('where nobody answers, the batch stays here', async () => {
    const project = await withPlace({ ssh: 'nobody.invalid' }, [{}]);
    const sent = await with_(project, '--to', 'there', '--executor-command', project.agent());
    expect(sent.code).toBe(3);
    expect(sent.document.problems).toMatchObject([{ code: 'place-refused' }]);
    expect(phaseStates(await project.run())).toEqual({ 1: 'done merged' });
  });

  test('what a host gives back is judged, not believed', async () => {
    const aside = emptyFolder();
    const flag = join(aside, 'flag');
    writeFileSync(flag, '');
    const project = await withPlace(settings(), [{ gates: [`test -s src/1.txt && test -e ${flag}`] }]);
    await with_(project, '--to', 'there', '--executor-command', project.agent());
    const attempt = await eventually(() => endedAt(host.folder));
    const good = readFileSync(join(attempt, 'exit'), 'utf8');
    const [, commit = ''] = /^commit ([0-9a-f]+)$/mu.exec(good) ?? [];
    const there = (args: readonly string[], input = '') =>
      execFileSync('git', ['--git-dir', join(attempt, '../../repo.git'), ...args], {
        encoding: 'utf8',
        input,
      }).trim();
    const ref = there(['for-each-ref', '--format=%(refname)', 'refs/orchestrator/**/result']);
    // A link among the results, which would lead to whatever file of ours.
    const target = there(['hash-object', '-w', '--stdin'], '/etc/passwd');
    const rows = there(['ls-tree', `${commit}:results`]);
    const results = there(['mktree'], `${rows}\n120000 blob ${target}\tPRP-1.9.9.log\n`);
    const tree = there(['mktree'], `040000 tree ${results}\tresults\n`);
    const lie = there(['-c', 'user.name=t', '-c', 'user.email=t@t', 'commit-tree', tree, '-m', 'lie']);
    there(['update-ref', ref, lie]);
    writeFileSync(join(attempt, 'exit'), good.replace(commit, lie));
    const forged = await with_(project, '--collect');
    expect(forged.document).toMatchObject({ ok: false, state: 'away', phases: [] });
    expect(forged.document.problems[0]).toMatchObject({ code: 'results-refused' });
    // Results of a phase that nobody handed over; and more than a result can be.
    const log = there(['hash-object', '-w', '--stdin'], 'x'.repeat(5 * 1024 * 1024));
    for (const name of ['PRP-1.7.1.log', 'PRP-1.1.1.log']) {
      const wrong = there(
        ['mktree'],
        `${rows.replace(/^.*PRP-1\.1\.1\.log$/mu, '').trim()}\n100644 blob ${log}\t${name}\n`,
      );
      const top = there(['mktree'], `040000 tree ${wrong}\tresults\n`);
      const other = there(['-c', 'user.name=t', '-c', 'user.email=t@t', 'commit-tree', top, '-m', 'lie']);
      there(['update-ref', ref, other]);
      writeFileSync(join(attempt, 'exit'), good.replace(commit, other));
      const refused = await with_(project, '--collect');
      expect(refused.document.problems[0], refused.out).toMatchObject({ code: 'results-refused' });
      expect(refused.document.problems[0].message).toContain(name);
    }
    // And what is a result, but does not hold here.
    there(['update-ref', ref, commit]);
    writeFileSync(join(attempt, 'exit'), good);
    rmSync(flag);
    const back = await with_(project, '--collect');
    expect(back.document).toMatchObject({
      ok: false,
      state: 'here',
      phases: [{ there: 'done', outcome: 'failed' }],
    });
    expect(project.events('merged')).toEqual([]);
    expect(leftAt(host.folder), back.out).toEqual([]);
  });
});

/** The folder of what has ended there; `undefined` while nothing has. */
function endedAt(folder: string): string | undefined {
  return readdirSync(folder)
    .filter((name) => !name.startsWith('place-'))
    .flatMap((each) => {
      const below = join(folder, each, 'attempts');
      return readdirSync(below).map((name) => join(below, name));
    })
    .find((attempt) => readdirSync(attempt).includes('exit'));
}

describe.skipIf(!HAS_SLURM)('a whole batch at a real SLURM cluster', { retry: 1 }, () => {
  let cluster: SlurmCluster;
  beforeAll(async () => {
    cluster = await startSlurmCluster();
  });
  afterAll(() => cluster?.remove());

  test('[promise:submit-slurm] is one job, which goes on from where it was when its node goes', async () => {
    const project = await withPlace(
      { folder: cluster.folder, slurm: { mem: '500M' } },
      [{}, { after: ['1'] }],
      { phases: { 2: [[{ note: 'second' }, { await: 'go' }, WORK]] }, default: [[WORK]] },
    );
    const program = join(project.aside, 'orchestrator');
    writeFileSync(program, `#!/bin/sh\n${PROGRAM}\n`, { mode: 0o755 });
    const sent = await submit(
      project,
      cluster.env,
      ...['--to', 'there', '--program', program, '--executor-command', project.agent()],
    );
    expect(sent.document, sent.err).toMatchObject({ ok: true, job: expect.stringMatching(/^\d+$/u) });
    await eventually(() => project.told('second'));
    const node = cluster.call('squeue', '-h', '-o', '%N').trim();
    cluster.loseNode(node);
    await eventually(() => (cluster.jobs().some((job) => job.endsWith('PENDING')) ? true : undefined));
    const waits = await submit(project, cluster.env, '--collect');
    expect(waits.document.problems).toMatchObject([
      { code: 'batch-away', message: expect.stringContaining('in the queue of there') },
    ]);
    cluster.hasten();
    project.tell('go');
    const back = await submit(project, cluster.env, '--collect', '--wait');
    cluster.startNode(node);
    expect(outcomes(back.document), back.out).toEqual({ 'PRP-1.1.1': 'merged', 'PRP-1.2.1': 'merged' });
    // The first was not done anew.
    expect(project.events('attempt-started', '1')).toMatchObject([{ imported: { attempt: 1 } }]);
    expect(leftAt(cluster.folder)).toEqual([]);
  });
});
