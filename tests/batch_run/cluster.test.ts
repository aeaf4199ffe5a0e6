import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type BatchProject, type BatchRun, batchProject, phaseStates } from '../support/batch_project.ts';
import { placementFixture } from '../support/placement_fixture.ts';
import { emptyFolder, start } from '../support/program.ts';
import { HAS_SLURM, type SlurmCluster, startSlurmCluster } from '../support/slurm_cluster.ts';
import { eventually } from '../support/wait.ts';

const WORK = { work: 'done by' };

// The daemons are real, and on a busy machine they miss each other at times: what fails is tried once more.
describe.skipIf(!HAS_SLURM)('a batch with a place that is a real SLURM cluster', { retry: 1 }, () => {
  let cluster: SlurmCluster;
  beforeAll(async () => {
    cluster = await startSlurmCluster();
  });
  afterAll(() => cluster?.remove());
  let tests = 0;
  let earlier = 0;
  beforeEach(() => {
    tests += 1;
    earlier = Math.max(earlier, ...cluster.jobs().map(Number.parseFloat));
  });
  /** Each test has a folder of its own there. */
  const side = () => join(cluster.folder, `${tests}`);

  async function withCluster(...given: Parameters<typeof batchProject>): Promise<BatchProject> {
    const project = await batchProject(...given);
    const folder = join(project.home, '.config/orchestrator');
    mkdirSync(folder, { recursive: true });
    const places = {
      cluster: { folder: side(), slurm: { mem: '50M', time: '5' } },
      arrays: { folder: side(), slurm: { mem: '50M', time: '5', array: 10 } },
      'no-arrays': { folder: side(), slurm: { partition: 'nowhere', array: 2 } },
      nowhere: { folder: side(), slurm: { partition: 'nowhere' } },
    };
    writeFileSync(join(folder, 'config.json'), JSON.stringify({ places }));
    return project;
  }
  const runAt = (project: BatchProject, ...more: string[]): Promise<BatchRun> =>
    project.runWith(cluster.env, ...more);
  const begin = (project: BatchProject) =>
    start(project.runArguments('--json'), {
      cwd: project.folder,
      env: { ...project.environment(), ...cluster.env },
    });

  /** This test's jobs in the queue that are in one of the states: what went wrong with one before it is told once. */
  const jobs = (states: RegExp) =>
    cluster.jobs().filter((job) => Number.parseFloat(job) > earlier && states.test(job));
  const noJobs = (states: RegExp) => eventually(() => (jobs(states).length === 0 ? true : undefined));

  /** What is still there of attempts, and in the queue. */
  async function leftAt(): Promise<string[]> {
    await noJobs(/RUNNING|COMPLETING/u);
    if (!existsSync(side())) return [];
    return readdirSync(side()).flatMap((project) => {
      if (project.startsWith('place-')) return [];
      const below = (name: string) => readdirSync(join(side(), project, name));
      return [...below('attempts'), ...below('leases')];
    });
  }

  /** What the placement's folder has of one kind. */
  function foldersAt(kind: 'attempts' | 'leases'): string[] {
    return readdirSync(side())
      .filter((name) => !name.startsWith('place-'))
      .flatMap((name) => readdirSync(join(side(), name, kind)));
  }

  test('[promise:place-slurm] queues a job for each attempt, judges and merges here, and leaves nothing behind', async () => {
    const project = await withCluster([{}, { place: 'cluster' }, { place: 'cluster', after: ['2'] }], {
      phases: { 2: [[WORK, { result: { summary: 'from a node' } }, { note: 'seen.json' }]] },
      default: [[WORK]],
    });
    const before = project.users();
    const ran = await runAt(project);
    expect(phaseStates(ran)).toEqual({ 1: 'done merged', 2: 'done merged', 3: 'done merged' });
    expect(project.events('attempt-queued')).toMatchObject([
      { phase: '2', attempt: 1, job: expect.stringMatching(/^\d+$/u) },
      { phase: '3', attempt: 1, job: expect.stringMatching(/^\d+$/u) },
    ]);
    expect(JSON.parse(project.told('seen.json') ?? '{}').cwd).toContain(side());
    expect(project.events('claimed', '2')).toMatchObject([{ summary: 'from a node' }]);
    expect(project.users()).toEqual(before);
    expect(project.worktrees()).toEqual([]);
    expect(await leftAt()).toEqual([]);
  });

  test('[promise:place-slurm-array] has those that begin together in one array of jobs, each judged, ended and found by itself', async () => {
    const phases = [1, 2, 3, 4].map(() => ({ place: 'arrays' }));
    const project = await withCluster(phases, {
      phases: { 3: [[{ exit: 3 }]], 4: [[{ note: 'four' }, WORK, { await: 'go' }]] },
      default: [[WORK]],
    });
    const running = start(project.runArguments('--json', '--retries', '0'), {
      cwd: project.folder,
      env: { ...project.environment(), ...cluster.env },
    });
    await eventually(() =>
      project.told('four') && project.events('attempt-failed', '3')[0] ? true : undefined,
    );
    await eventually(() => (project.events('merged').length === 2 ? true : undefined));
    const jobs = project.events('attempt-queued').map(({ job }) => job.split('_'));
    expect(new Set(jobs.map(([array]) => array)).size).toBe(1);
    expect(jobs.map(([, task]) => task).sort()).toEqual(['1', '2', '3', '4']);
    // The controller goes; what runs in the array is taken over by its token.
    running.signal('SIGKILL');
    await running.ended;
    project.tell('go');
    await runAt(project, '--retries', '0');
    expect(project.events('merged', '4')).toHaveLength(1);
    expect(project.events('attempt-started', '4')).toHaveLength(1);
    await noJobs(/PENDING|RUNNING/u);
    expect(await leftAt()).toEqual([]);
  });

  test('a task that begins when the first one of its array is over and gone works in its own folder', async () => {
    const script = { default: [[WORK, { await: 'go' }]] };
    const whole = { place: 'arrays', needs: 'cpus:8' };
    const project = await withCluster([whole, whole, whole], script);
    const running = start(project.runArguments('--json', '--retries', '0', '--concurrency', '3'), {
      cwd: project.folder,
      env: { ...project.environment(), ...cluster.env },
    });
    await eventually(() => (project.events('attempt-queued').length === 3 ? true : undefined));
    await eventually(() => (jobs(/RUNNING/u).length === 2 ? true : undefined));
    const last = cluster.call('squeue', '-h', '-t', 'PENDING', '-o', '%i').trim();
    expect(last).toMatch(/^\d+_3$/u);
    cluster.call('scontrol', 'hold', last);
    project.tell('go');
    // What the first two had there is gone when the third begins.
    await eventually(() => (project.events('merged').length === 2 ? true : undefined));
    await eventually(() => (foldersAt('attempts').length === 1 ? true : undefined));
    cluster.call('scontrol', 'release', last);
    expect(JSON.parse((await running.ended).out)).toMatchObject({ state: 'done' });
    expect(project.events('attempt-failed')).toEqual([]);
    expect(await leftAt()).toEqual([]);
  });

  /** A folder for the PATH, with a program in it that stands before the cluster's or the machine's own one; `$own` is that. */
  function before(program: string, script: string): { readonly PATH: string; readonly marker: string } {
    const bin = emptyFolder();
    const own = execFileSync('sh', ['-c', `command -v ${program}`], { encoding: 'utf8' }).trim();
    const marker = join(bin, 'done');
    writeFileSync(join(bin, program), `#!/bin/sh\nown=${own} marker=${marker}\n${script}\n`, { mode: 0o755 });
    return { PATH: `${bin}:${process.env.PATH}`, marker };
  }

  test.each(['cluster', 'arrays'])(
    'what a plugin of the cluster prints beside the number of a job is none of it: %s',
    async (place) => {
      const { PATH } = before('sbatch', `echo 'sbatch: 99 credits are left' >&2\nexec $own "$@"`);
      const project = await withCluster([{ place }, { place }], { default: [[WORK]] });
      const ran = await project.runWith({ ...cluster.env, PATH }, '--retries', '0');
      expect(phaseStates(ran)).toEqual({ 1: 'done merged', 2: 'done merged' });
      for (const { job } of project.events('attempt-queued')) expect(job).toMatch(/^\d+(?:_\d+)?$/u);
      await noJobs(/PENDING|RUNNING/u);
      expect(await leftAt()).toEqual([]);
    },
  );

  test.each(['cluster', 'arrays'])(
    'a job number that cannot be read leaves no job behind: %s',
    async (place) => {
      const { PATH } = before('sbatch', `$own "$@" >/dev/null && echo 'Submitted, thank you'`);
      const project = await withCluster([{ place, needs: 'cpus:8' }], { default: [[{ hang: true }]] });
      const ran = await project.runWith({ ...cluster.env, PATH }, '--retries', '0');
      expect(phaseStates(ran)).toEqual({ 1: 'failed executor' });
      expect(project.events('phase-failed', '1')).toMatchObject([
        { reason: expect.stringMatching(/the queue rejects the job: .*Submitted, thank you/u) },
      ]);
      await noJobs(/PENDING|RUNNING|COMPLETING/u);
      expect(await leftAt()).toEqual([]);
    },
  );

  /** Ends the script that calls it, as a connection or a host does that goes, once. */
  const GOES = `if [ ! -e $marker ]; then : >$marker; kill -KILL 0; fi`;

  test('tasks of an array whose host went before they had their names are found, and no try is lost', async () => {
    const { PATH, marker } = before('sbatch', `$own "$@" || exit\n${GOES}`);
    const project = await withCluster([{ place: 'arrays' }, { place: 'arrays' }], { default: [[WORK]] });
    const ran = await project.runWith({ ...cluster.env, PATH }, '--retries', '0');
    expect(existsSync(marker)).toBe(true);
    expect(phaseStates(ran)).toEqual({ 1: 'done merged', 2: 'done merged' });
    expect(project.events('attempt-failed')).toEqual([]);
    const jobs = project.events('attempt-queued').map(({ job }) => job.split('_'));
    expect(new Set(jobs.map(([array]) => array)).size).toBe(1);
    expect(jobs.map(([, task]) => task).sort()).toEqual(['1', '2']);
    await noJobs(/PENDING|RUNNING/u);
    expect(await leftAt()).toEqual([]);
  });

  test('a task that cannot be given its name is queued by itself, and no try is lost', async () => {
    const { PATH } = before('scontrol', `[ "$1" != update ] || exit 1\nexec $own "$@"`);
    const project = await withCluster([{ place: 'arrays' }, { place: 'arrays' }], { default: [[WORK]] });
    const ran = await project.runWith({ ...cluster.env, PATH }, '--retries', '0');
    expect(phaseStates(ran)).toEqual({ 1: 'done merged', 2: 'done merged' });
    expect(project.events('attempt-failed')).toEqual([]);
    for (const { job } of project.events('attempt-queued')) expect(job).toMatch(/^\d+$/u);
    await noJobs(/PENDING|RUNNING/u);
    expect(await leftAt()).toEqual([]);
  });

  test.each(['arrays', 'cluster'])(
    'a connection that is lost when an attempt was just made ready costs no try: %s',
    async (place) => {
      const { PATH, marker } = before('mv', `$own "$@" || exit\ncase "$*" in */job) ${GOES} ;; esac`);
      const project = await withCluster([{ place }], { default: [[WORK]] });
      const ran = await project.runWith({ ...cluster.env, PATH }, '--retries', '0');
      expect(existsSync(marker)).toBe(true);
      expect(phaseStates(ran)).toEqual({ 1: 'done merged' });
      expect(project.events('attempt-started')).toHaveLength(1);
      expect(project.events('attempt-queued')).toHaveLength(1);
      expect(await leftAt()).toEqual([]);
    },
  );

  test('a task that nobody named is cancelled when what it belongs to is tidied up', async () => {
    const { PATH, marker } = before('sbatch', `$own "$@" || exit\n${GOES}`);
    const settings = { folder: side(), slurm: { array: 2 } };
    const { place, work, ears } = await placementFixture(settings, { ...cluster.env, PATH });
    const off = new AbortController();
    const beginning = place.begin(work, ears, off.signal);
    await eventually(() => (existsSync(marker) ? true : undefined));
    off.abort();
    const begun = await beginning;
    if (begun.kind === 'started') begun.attempt.leave();
    expect(await place.tidy([work.token])).toBeUndefined();
    await noJobs(/PENDING|RUNNING|COMPLETING/u);
    expect(await leftAt()).toEqual([]);
  });

  test.each(['cluster', 'arrays'])('a node that goes is a requeue, and no failed try: %s', async (place) => {
    const script = { default: [[{ note: 'started' }, WORK, { await: 'go' }]] };
    const project = await withCluster([{ place }], script);
    const running = begin(project);
    await eventually(() => project.told('started'));
    const node = cluster.call('squeue', '-h', '-o', '%N').trim();
    cluster.loseNode(node);
    project.tell('go');
    await eventually(() => (jobs(/PENDING/u).length > 0 ? true : undefined));
    // It may be put back more than once.
    const hurry = setInterval(() => cluster.hasten(), 500);
    const ended = await running.ended;
    clearInterval(hurry);
    cluster.startNode(node);
    expect(JSON.parse(ended.out)).toMatchObject({ state: 'done' });
    expect(project.events('attempt-started')).toHaveLength(1);
    expect(project.events('attempt-failed')).toEqual([]);
    expect(await leftAt()).toEqual([]);
  });

  test('takes over by its token what a killed controller left in the queue', async () => {
    const script = { default: [[{ note: 'started' }, WORK, { await: 'go' }]] };
    const project = await withCluster([{ place: 'cluster' }], script);
    const running = begin(project);
    await eventually(() => project.told('started'));
    running.signal('SIGKILL');
    await running.ended;
    project.tell('go');
    const ran = await runAt(project);
    expect(phaseStates(ran)).toEqual({ 1: 'done merged' });
    expect(project.events('attempt-started')).toHaveLength(1);
    expect(await leftAt()).toEqual([]);
  });

  test.each(['cluster', 'arrays'])(
    'ends what runs when it is asked to stop, though others wait in the queue; what was done is kept: %s',
    async (place) => {
      const script = {
        phases: { 1: [[WORK, { leave: 'session' }, { note: 'started' }, { hang: true }]] },
        default: [[WORK]],
      };
      const never = { place, needs: 'cpus:8, mem:7G' };
      const project = await withCluster([{ place }, never, never, never], script);
      const running = begin(project);
      await eventually(() => project.told('started'));
      running.signal('SIGINT');
      expect((await running.ended).code).toBe(130);
      expect(project.events('attempt-pinned', '1')).toMatchObject([{ files: ['src/1.txt'] }]);
      expect(project.processes()).toEqual([]);
      await noJobs(/PENDING|RUNNING/u);
      // Neither of the one that ran nor of those that waited.
      expect(await leftAt()).toEqual([]);
    },
  );

  test.each(['nowhere', 'no-arrays'])(
    'goes on where the queue does not take a job: the phase fails with what it said: %s',
    async (place) => {
      const project = await withCluster([{ place }, {}]);
      const ran = await runAt(project);
      expect(phaseStates(ran)).toMatchObject({ 2: 'done merged' });
      expect(project.events('phase-failed', '1')).toMatchObject([
        { reason: expect.stringMatching(/the queue rejects the job: .*invalid partition/iu) },
      ]);
      expect(await leftAt()).toEqual([]);
    },
  );

  test('a queue that does not answer for a while is waited for', async () => {
    const { place, work, ears } = await placementFixture({ folder: side(), slurm: {} }, cluster.env);
    const begun = await place.begin(
      { ...work, argv: ['sh', '-c', 'sleep 3; echo through; exit 4'] },
      ears,
      new AbortController().signal,
    );
    if (begun.kind !== 'started') throw new Error(begun.why);
    await cluster.stopController();
    await cluster.startController();
    const end = await begun.attempt.over;
    expect(end).toMatchObject({ code: 4, fault: undefined });
    expect(ears.heard()).toBe('through\n');
    expect(await place.tidy([work.token])).toBeUndefined();
    expect(await leftAt()).toEqual([]);
  });

  test('tells what ended a job that did not say it itself: who cancelled it, or no program', async () => {
    const { place, work, ears } = await placementFixture({ folder: side(), slurm: {} }, cluster.env);
    const { signal } = new AbortController();
    const begun = await place.begin({ ...work, argv: ['sleep', '60'] }, ears, signal);
    if (begun.kind !== 'started') throw new Error(begun.why);
    cluster.call('scancel', ears.jobs[0] ?? '');
    expect((await begun.attempt.over).fault).toMatchObject({
      how: 'cancelled',
      why: expect.stringContaining('Somebody cancelled its job at far (CANCELLED)'),
    });
    await place.tidy([work.token]);
    const next = { ...work, token: crypto.randomUUID(), argv: ['no-such-program'] as const };
    const missing = await place.begin(next, ears, signal);
    if (missing.kind !== 'started') throw new Error(missing.why);
    expect(await missing.attempt.over).toMatchObject({ code: 127 });
    expect(ears.heard()).toContain('There is no program no-such-program');
    await place.tidy([next.token]);
    expect(await leftAt()).toEqual([]);
  });

  test('[promise:place-doctor-slurm] doctor asks the queue whether it would take a job', async () => {
    const project = await withCluster([{}]);
    const env = { ...project.environment(), ...cluster.env };
    // The tests before this one may have left a node that is only just coming back.
    await eventually(() =>
      /down|unk|drain|comp|\*/iu.test(cluster.call('sinfo', '-h', '-N', '-o', '%T')) ? undefined : true,
    );
    const well = await project.callWith(env, 'doctor', '--place', 'cluster', '--json');
    expect(JSON.parse(well.out).findings).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          what: 'Queue',
          state: 'ok',
          found: expect.stringMatching(/^Job \d+ to start/u),
        }),
      ]),
    );
    const ill = await project.callWith(env, 'doctor', '--place', 'nowhere', '--json');
    expect(JSON.parse(ill.out).findings).toEqual(
      expect.arrayContaining([expect.objectContaining({ what: 'Queue', state: 'problem' })]),
    );
    expect(cluster.jobs().filter((job) => !job.includes('orchestrator-'))).toEqual([]);
  });

  test('asks again for a command that was approved for other jobs, and refuses keys that would get on a disk', async () => {
    const project = await withCluster([{}]);
    const env = { ...project.environment(), ...cluster.env };
    const dry = [
      'batch',
      'run',
      '1',
      '--dry-run',
      '--place',
      'cluster',
      '--executor-command',
      project.agent(),
    ];
    const shown = await project.callWith(env, ...dry);
    expect(shown.out + shown.err).toContain('runs at cluster (the queue of this machine)');
    const places = { cluster: { slurm: {}, env: ['API_KEY'] } };
    writeFileSync(join(project.home, '.config/orchestrator/config.json'), JSON.stringify({ places }));
    const refused = await project.callWith(env, ...dry);
    expect(refused.code).toBe(2);
    expect(refused.err).toContain('would store the values of API_KEY (env) on its disk');
  });
});
