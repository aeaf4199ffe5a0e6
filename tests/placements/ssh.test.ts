import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { applyOverlay, probePlace } from '../../src/batch/remote/placements/index.ts';
import { placeClient } from '../../src/batch/remote/placements/place_client.ts';
import { createGit, systemClock } from '../../src/platform/index.ts';
import { afterTest } from '../support/after_test.ts';
import { placementFixture } from '../support/placement_fixture.ts';
import { HAS_SSHD, type SshHost, startSshHost } from '../support/ssh_host.ts';
import { eventually } from '../support/wait.ts';

/** Whether any process has this in its arguments. */
const isAbout = (token: string): boolean =>
  execFileSync('ps', ['-A', '-o', 'args='], { encoding: 'utf8' }).includes(token);

const YESTERDAY = new Date(Date.now() - 30 * 3_600_000);

const isTrial = (name: string): boolean => name.startsWith('doctor');

describe.skipIf(!HAS_SSHD)('a placement behind a real sshd', () => {
  let host: SshHost;
  beforeAll(async () => {
    host = await startSshHost();
  });
  afterAll(() => host?.remove());

  test('carries a command out there, and brings back its log, its end, its result and its files', async () => {
    const { place, work, ears, git } = await ground();
    const script =
      'echo "got $(cat)"; echo new >new.txt; rm gone.txt; echo "{}" >"$ORCHESTRATOR_RESULT_FILE"; exit 3';
    const begun = await place.begin(
      { ...work, argv: ['sh', '-c', script] },
      ears,
      new AbortController().signal,
    );
    if (begun.kind !== 'started') throw new Error(begun.why);
    const end = await begun.attempt.over;
    expect(end).toMatchObject({ code: 3, fault: undefined });
    expect(end.result?.toString()).toBe('{}\n');
    expect(ears.heard()).toBe('got Do it.\n');
    expect(git('ls-tree', '-r', '--name-only', `${end.commit}`)).toBe('kept.txt\nnew.txt');
    expect(await place.tidy([work.token])).toBeUndefined();
    expect(readdirSync(join(host.folder, 'project1', 'attempts'))).toEqual([]);
    // Nobody goes on looking after it either.
    await eventually(() => (isAbout(work.token) ? undefined : true));
  });

  test('brings a log of 20 MB in pieces, whole, and lets a binary, a link and a mode come through', async () => {
    const { place, work, ears, git, folder } = await ground();
    const script =
      'head -c 20000000 /dev/zero | tr "\\0" x; printf "\\0\\377" >b; ln -s kept.txt l; chmod +x kept.txt';
    const begun = await place.begin(
      { ...work, argv: ['sh', '-c', script] },
      ears,
      new AbortController().signal,
    );
    if (begun.kind !== 'started') throw new Error(begun.why);
    const end = await begun.attempt.over;
    expect(ears.heard()).toHaveLength(20_000_000);
    const laid = await applyOverlay(
      { git: createGit(process.env), commonDir: join(folder, '.git'), top: folder },
      { before: work.base, commit: end.commit ?? '' },
    );
    expect(laid).toMatchObject({ ok: true, value: [] });
    expect(git('status', '--porcelain').split('\n')).toEqual(['M kept.txt', '?? b', '?? l']);
    expect(readlinkSync(join(folder, 'l'))).toBe('kept.txt');
    expect(readFileSync(join(folder, 'b'))).toEqual(Buffer.from([0, 255]));
    await place.tidy([work.token]);
  });

  test('never writes through a link of the worktree here, and takes no file that git itself goes by', async () => {
    const { git, folder, work } = await ground();
    const outside = realpathSync(mkdtempSync(join(tmpdir(), 'orchestrator-outside-')));
    afterTest(() => rmSync(outside, { recursive: true, force: true }));
    symlinkSync(outside, join(folder, 'modules'));
    const blob = git('hash-object', '-w', 'kept.txt');
    const tree = (entries: string) =>
      execFileSync('git', ['mktree'], { cwd: folder, encoding: 'utf8', input: entries }).trim();
    const commitOf = (of: string) =>
      git('-c', 'user.name=t', '-c', 'user.email=t@t', 'commit-tree', of, '-m', 'lie');
    const inside = tree(`100644 blob ${blob}\tevil\n`);
    const around = { git: createGit(process.env), commonDir: join(folder, '.git'), top: folder };
    const through = commitOf(tree(`100644 blob ${blob}\tkept.txt\n040000 tree ${inside}\tmodules\n`));
    expect(await applyOverlay(around, { before: work.base, commit: through })).toMatchObject({ ok: true });
    expect(readdirSync(outside)).toEqual([]);
    expect(readdirSync(join(folder, 'modules'))).toEqual(['evil']);
    const config = readFileSync(join(folder, '.git/config'), 'utf8');
    const own = commitOf(tree(`040000 tree ${tree(`100644 blob ${blob}\tconfig\n`)}\t.git\n`));
    expect(await applyOverlay(around, { before: through, commit: own })).toMatchObject({ ok: false });
    expect(readFileSync(join(folder, '.git/config'), 'utf8')).toBe(config);
  });

  test('does not carry out again what is over, where a queue begins anew whoever looks after it', async () => {
    const { place, work, ears } = await ground();
    const begun = await place.begin(work, ears, new AbortController().signal);
    if (begun.kind !== 'started') throw new Error(begun.why);
    expect(await begun.attempt.over).toMatchObject({ code: 0, fault: undefined });
    const folder = join(host.folder, 'project1/attempts', work.token);
    const [script = ''] = readdirSync(host.folder).filter((name) => name.startsWith('place-'));
    spawnSync('sh', [join(host.folder, script), 'watch', folder, 'touch', '../again']);
    expect(existsSync(join(folder, 'again'))).toBe(false);
    await place.tidy([work.token]);
  });

  test('does not start a second attempt at a phase while another controller has one under way', async () => {
    const { place, work, ears } = await ground();
    const { signal } = new AbortController();
    const first = await place.begin({ ...work, argv: ['sleep', '60'] }, ears, signal);
    if (first.kind !== 'started') throw new Error(first.why);
    const second = await place.begin({ ...work, token: crypto.randomUUID() }, ears, signal);
    expect(second).toMatchObject({ kind: 'not-started', why: expect.stringContaining('(a test)') });
    expect(await first.attempt.group.end(1_000)).toMatchObject({ left: 0 });
    expect(await place.tidy([work.token])).toBeUndefined();
  });

  test('lets no variable through but those that are named, and no value into a file or an argument', async () => {
    const { place, work, ears } = await ground();
    const argv = ['sh', '-c', 'env; cat ../job; ps -A -o args='] as const;
    const begun = await place.begin(
      { ...work, argv: [...argv], names: ['FAR_KEY'], sets: { SET: "it's" } },
      ears,
      new AbortController().signal,
    );
    if (begun.kind !== 'started') throw new Error(begun.why);
    await begun.attempt.over;
    expect(ears.heard()).toContain('FAR_KEY=of-the-far-side\n');
    expect(ears.heard()).toContain("SET=it's\n");
    expect(ears.heard()).not.toContain('SSH_CONNECTION');
    expect(ears.heard().split('GIVEN_KEY=s3cret-value')).toHaveLength(2);
    expect(ears.heard().split('s3cret-value')).toHaveLength(2);
    await place.tidy([work.token]);
  });

  test('shares one connection also where the folder of its socket has a space and a percent sign in its name', async () => {
    const control = mkdtempSync('/tmp/o%h -');
    afterTest(() => rmSync(control, { recursive: true, force: true }));
    const client = placeClient(
      { ssh: host.ssh, folder: host.folder },
      { env: { ...process.env, ...host.env }, control },
    );
    afterTest(client.close);
    const values = { project: 'project1', owner: 'a test', programs: '', queue: '' };
    const { signal } = new AbortController();
    expect(await client.ask('ready', values, { signal })).toMatchObject({ kind: 'answer' });
    expect(readdirSync(control)).toHaveLength(1);
    const { work, folder } = await placementFixture({ ssh: host.ssh, folder: host.folder }, host.env);
    const env = { ...process.env, ...host.env, ...client.gitEnv };
    const url = client.url(`${host.folder}/project1/repo.git`);
    execFileSync('git', ['push', '-q', url, `${work.base}:refs/orchestrator/doctor/x`], { cwd: folder, env });
    execFileSync('git', ['push', '-q', url, ':refs/orchestrator/doctor/x'], { cwd: folder, env });
  });

  test('is reached where the user’s own configuration begins something else at that host, in a terminal', async () => {
    const other = await startSshHost();
    afterTest(() => other.remove());
    const own = join(other.folder, '../ssh_config');
    writeFileSync(own, `${readFileSync(own, 'utf8')}  RemoteCommand echo begun\n  RequestTTY force\n`);
    const { place, work, ears } = await placementFixture({ ssh: other.ssh, folder: other.folder }, other.env);
    const begun = await place.begin(work, ears, new AbortController().signal);
    if (begun.kind !== 'started') throw new Error(begun.why);
    expect(await begun.attempt.over).toMatchObject({ code: 0, fault: undefined });
    expect(await place.tidy([work.token])).toBeUndefined();
  });

  test('refuses a host whose key has changed, and says so', async () => {
    const other = await startSshHost();
    afterTest(() => other.remove());
    await other.stop();
    other.changeKey();
    await other.start();
    const env = { ...process.env, ...other.env };
    const report = await probePlace(
      { ssh: other.ssh, folder: other.folder },
      {
        programs: [],
        git: createGit(env),
        env,
        clock: systemClock,
        control: undefined,
        signal: new AbortController().signal,
      },
    );
    expect(report).toMatchObject({
      kind: 'away',
      why: expect.stringContaining('is not the known one, and nothing was sent'),
    });
  });

  test('[promise:place-doctor] tells what an attempt would find there, and brings a commit there and back', async () => {
    const env = { ...process.env, ...host.env };
    const report = await probePlace(
      { ssh: host.ssh, folder: host.folder },
      {
        programs: ['git', 'no-such'],
        git: createGit(env),
        env,
        clock: systemClock,
        control: undefined,
        signal: new AbortController().signal,
      },
    );
    expect(report).toMatchObject({
      kind: 'there',
      root: host.folder,
      has: ['git'],
      skewSeconds: expect.any(Number),
      trip: { ms: expect.any(Number) },
    });
    // Nothing of that stays there.
    expect(report).toMatchObject({ left: undefined });
    expect(existsSync(host.folder) ? readdirSync(host.folder).filter(isTrial) : []).toEqual([]);
    expect(report.kind === 'there' && report.space).toBeGreaterThan(1_000_000);
  });

  test('[promise:place-tidy] doctor leaves nothing where nothing was, and where a project is what that has', async () => {
    const other = await startSshHost();
    afterTest(() => other.remove());
    const settings = { ssh: other.ssh, folder: other.folder };
    const env = { ...process.env, ...other.env };
    const look = () =>
      probePlace(settings, {
        ...{ programs: [], git: createGit(env), env, clock: systemClock, control: undefined },
        signal: new AbortController().signal,
      });
    expect(await look()).toMatchObject({ kind: 'there', trip: { ms: expect.any(Number) } });
    expect(existsSync(other.folder)).toBe(false);
    const { place, work, ears } = await placementFixture(settings, other.env);
    const begun = await place.begin(work, ears, new AbortController().signal);
    if (begun.kind !== 'started') throw new Error(begun.why);
    await begun.attempt.over;
    mkdirSync(join(other.folder, 'doctor-cut-short/repo.git'), { recursive: true });
    utimesSync(join(other.folder, 'doctor-cut-short'), YESTERDAY, YESTERDAY);
    expect(await look()).toMatchObject({ kind: 'there', left: undefined });
    const left = readdirSync(other.folder);
    expect(left).toHaveLength(2);
    expect(left).toEqual(expect.arrayContaining(['project1', expect.stringMatching(/^place-/u)]));
  });

  test('[promise:place-tidy] scripts of other versions go when nobody has used them for a day and no attempt is under way', async () => {
    const other = await startSshHost();
    afterTest(() => other.remove());
    const settings = { ssh: other.ssh, folder: other.folder };
    const scripts = () => readdirSync(other.folder).filter((name) => name.startsWith('place-'));
    mkdirSync(other.folder);
    for (const name of ['place-0.sh', 'place-queue-0.sh', 'place-0.sh.77', 'place-1.sh'])
      writeFileSync(join(other.folder, name), 'exit');
    for (const name of scripts())
      if (name !== 'place-1.sh') utimesSync(join(other.folder, name), YESTERDAY, YESTERDAY);
    const living = join(other.folder, 'project2/attempts/somebody');
    mkdirSync(living, { recursive: true });
    const { signal } = new AbortController();
    const use = async () => {
      const { place, work, ears } = await placementFixture(settings, other.env);
      const begun = await place.begin(work, ears, signal);
      if (begun.kind !== 'started') throw new Error(begun.why);
      await begun.attempt.over;
      await place.tidy([work.token]);
    };
    await use();
    expect(scripts()).toHaveLength(5);
    const [used = ''] = scripts().filter((name) => /^place-[0-9a-f]{16}\.sh$/u.test(name));
    utimesSync(join(other.folder, used), YESTERDAY, YESTERDAY);
    writeFileSync(join(living, 'exit'), 'code 0\n');
    await use();
    expect(scripts()).toHaveLength(2);
    expect(scripts()).toContain('place-1.sh');
    // Whoever comes with another version sees that this one is in use.
    expect(statSync(join(other.folder, used)).mtimeMs).toBeGreaterThan(YESTERDAY.getTime() + 3_600_000);
  });

  test('a script that somebody removed there is brought again', async () => {
    const { place, work, ears } = await ground();
    const { signal } = new AbortController();
    const first = await place.begin(work, ears, signal);
    if (first.kind !== 'started') throw new Error(first.why);
    await first.attempt.over;
    for (const name of readdirSync(host.folder))
      if (name.startsWith('place-')) rmSync(join(host.folder, name));
    expect(await place.tidy([work.token])).toMatch(/failed \(code 2\)/u);
    expect(await place.tidy([work.token])).toBeUndefined();
  });

  const ground = () =>
    placementFixture(
      { ssh: host.ssh, folder: host.folder, env: ['GIVEN_KEY'] },
      { ...host.env, GIVEN_KEY: 's3cret-value' },
    );
});
