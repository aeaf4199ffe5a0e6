import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { controlFolder, probePlace } from '../../src/batch/remote/placements/index.ts';
import { createGit, systemClock } from '../../src/platform/index.ts';
import { afterTest } from '../support/after_test.ts';
import { batchProject } from '../support/batch_project.ts';
import { processesOf } from '../support/job.ts';
import { placementFixture } from '../support/placement_fixture.ts';
import { emptyFolder, start } from '../support/program.ts';
import { HAS_SSHD, type SshHost, startSshHost } from '../support/ssh_host.ts';
import { eventually } from '../support/wait.ts';

const { signal } = new AbortController();

describe.skipIf(!HAS_SSHD)('a host where something is wrong', () => {
  let host: SshHost;
  beforeAll(async () => {
    host = await startSshHost({ date: 'exec /bin/date -d "1 hour" "$@"' });
  });
  afterAll(() => host?.remove());
  const ground = (folder = host.folder, own: Record<string, string> = host.env) =>
    placementFixture({ ssh: host.ssh, folder }, own);

  test.skipIf(!canMount())(
    'tells of a full disk there, at the start and at the end, and goes on',
    async () => {
      const folder = join(host.folder, '..', 'small');
      mkdirSync(folder);
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'none', folder]);
      afterTest(() => {
        execFileSync('umount', ['-l', folder]);
        rmSync(folder, { recursive: true, force: true });
      });
      const { place, work, ears } = await ground(folder);
      const argv = ['sh', '-c', 'head -c 4000000 /dev/urandom >big; echo tried'] as const;
      const begun = await place.begin({ ...work, argv }, ears, signal);
      if (begun.kind !== 'started') throw new Error(begun.why);
      const end = await begun.attempt.over;
      expect(end.commit).toBeUndefined();
      expect(end.fault?.why).toMatch(/could not be saved there: .*(?:No space left|unable to|cannot|full)/iu);
      writeFileSync(join(folder, 'more'), '');
      const full = () =>
        execFileSync('sh', ['-c', 'cat /dev/zero >more 2>/dev/null || true'], { cwd: folder });
      full();
      const next = { ...work, prp: 'PRP-1.1.2', token: crypto.randomUUID() };
      expect(await place.begin(next, ears, signal)).toMatchObject({
        kind: 'not-started',
        why: expect.stringMatching(/there is no room for it|cannot be sent|No space left/u),
      });
      rmSync(join(folder, 'more'));
      expect(await place.tidy([work.token, next.token])).toBeUndefined();
      expect(readdirSync(join(folder, 'project1/attempts'))).toEqual([]);
      expect(readdirSync(join(folder, 'project1/leases'))).toEqual([]);
    },
  );

  test('works where the clock is an hour off, and doctor says so', async () => {
    const { place, work, ears } = await ground();
    const begun = await place.begin({ ...work, argv: ['sh', '-c', 'echo x >new.txt'] }, ears, signal);
    if (begun.kind !== 'started') throw new Error(begun.why);
    expect(await begun.attempt.over).toMatchObject({ code: 0, fault: undefined, commit: expect.any(String) });
    await place.tidy([work.token]);
    const report = await probePlace(
      { ssh: host.ssh, folder: host.folder },
      {
        ...{ programs: [], control: undefined, signal, clock: systemClock },
        env: { ...process.env, ...host.env },
        git: createGit({ ...process.env, ...host.env }),
      },
    );
    expect(report.kind === 'there' && Math.round(report.skewSeconds / 60)).toBe(60);
  });

  test('an attempt given up that is still about there is ended before the next, and its work is never taken for that', async () => {
    const { place, work, ears, git } = await ground();
    const older = { ...work, argv: ['sh', '-c', 'trap "" TERM; echo old >old.txt; sleep 100'] as const };
    const first = await place.begin(older, ears, signal);
    if (first.kind !== 'started') throw new Error(first.why);
    await eventually(() => (processesOf(older.token).length > 0 ? true : undefined));
    afterTest(() => {
      for (const pid of processesOf(older.token)) process.kill(pid, 'SIGKILL');
    });
    const newer = { ...work, attempt: 2, token: crypto.randomUUID() };
    expect((await place.begin(newer, ears, signal)).kind).toBe('not-started');
    expect(await place.tidy([older.token])).toBeUndefined();
    expect(processesOf(older.token)).toEqual([]);
    const second = await place.begin({ ...newer, argv: ['sh', '-c', 'echo new >new.txt'] }, ears, signal);
    if (second.kind !== 'started') throw new Error(second.why);
    const end = await second.attempt.over;
    expect(git('ls-tree', '-r', '--name-only', `${end.commit}`)).toBe('gone.txt\nkept.txt\nnew.txt');
    await place.tidy([newer.token]);
    expect(readdirSync(join(host.folder, 'project1/attempts'))).toEqual([]);
  });

  test('half a push is tried again; where it stays half it is told, leaves nothing, and the next one comes through', async () => {
    const bin = join(host.folder, '..', 'half');
    mkdirSync(bin);
    const real = `${host.env.PATH?.split(':')[0]}/ssh`;
    const wrapper = `#!/bin/sh
case "$*" in *git-receive-pack*) [ ! -s '${bin}/cut' ] || { echo x >>'${bin}/done'; [ -e '${bin}/always' ] || : >'${bin}/cut'; head -c 150 | '${real}' "$@"; exit; } ;; esac
exec '${real}' "$@"
`;
    writeFileSync(join(bin, 'ssh'), wrapper, { mode: 0o755 });
    for (const name of ['cut', 'always']) writeFileSync(join(bin, name), 'yes');
    const { place, work, ears } = await ground(host.folder, { PATH: `${bin}:${host.env.PATH}` });
    expect(await place.begin(work, ears, signal)).toMatchObject({
      kind: 'not-started',
      why: expect.stringContaining('the commit that it begins with cannot be sent'),
    });
    expect(readFileSync(join(bin, 'done'), 'utf8').length).toBeGreaterThan(2);
    rmSync(join(bin, 'always'));
    rmSync(join(bin, 'done'));
    const begun = await place.begin(work, ears, signal);
    expect(readFileSync(join(bin, 'done'), 'utf8')).toBe('x\n');
    if (begun.kind !== 'started') throw new Error(begun.why);
    expect(await begun.attempt.over).toMatchObject({ code: 0, fault: undefined });
    await place.tidy([work.token]);
    const objects = readdirSync(join(host.folder, 'project1/repo.git/objects'));
    expect(objects.filter((name) => name.includes('incoming'))).toEqual([]);
  });
});

test.skipIf(!HAS_SSHD)(
  "settings of the user that sign or check what is pushed are none of doctor's",
  async () => {
    const host = await startSshHost();
    afterTest(() => host.remove());
    const home = emptyFolder();
    writeFileSync(join(home, '.gitconfig'), '[push]\n\tgpgSign = true\n');
    const env = { ...process.env, ...host.env, HOME: home };
    const report = await probePlace(
      { ssh: host.ssh, folder: host.folder },
      {
        programs: [],
        control: undefined,
        signal,
        clock: systemClock,
        env,
        git: createGit(env),
      },
    );
    expect(report).toMatchObject({ trip: { ms: expect.any(Number) } });
  },
);

describe.skipIf(!HAS_SSHD)('a host whose git hangs', () => {
  test('[promise:place-hangs] keeps nobody for ever: the attempt is not started, and doctor says so', async () => {
    const host = await startSshHost({ 'git-receive-pack': 'exec sleep 600' });
    afterTest(() => host.remove());
    const settings = { ssh: host.ssh, folder: host.folder };
    const { place, work, ears } = await placementFixture(settings, host.env, { quietMs: 2_000 });
    expect(await place.begin(work, ears, signal)).toMatchObject({
      kind: 'not-started',
      why: 'far: the commit that it begins with cannot be sent: git was stopped because it made no progress for 2 s',
    });
    const env = { ...process.env, ...host.env };
    const control = controlFolder();
    afterTest(() => control.remove());
    const report = await probePlace(settings, {
      ...{ programs: [], control: control.path, signal, clock: systemClock, quietMs: 1_000 },
      ...{ env, git: createGit(env) },
    });
    expect(report).toMatchObject({ trip: { why: 'git was stopped because it made no progress for 1 s' } });
  });

  test('what an attempt left stays there, and is fetched once it hangs no more', async () => {
    const host = await startSshHost({
      'git-upload-pack': 'if [ -e "$HOME/hangs" ]; then exec sleep 600; fi; exec git upload-pack "$@"',
    });
    afterTest(() => host.remove());
    const hangs = join(host.folder, '../home/hangs');
    writeFileSync(hangs, '');
    const settings = { ssh: host.ssh, folder: host.folder };
    const { place, work, ears } = await placementFixture(settings, host.env, { quietMs: 1_000 });
    const beginning = place.begin({ ...work, argv: ['sh', '-c', 'echo x >new.txt'] }, ears, signal);
    await eventually(() => (/made no progress for 1 s/u.test(`${ears.waited().at(-1)}`) ? true : undefined));
    rmSync(hangs);
    const begun = await beginning;
    if (begun.kind !== 'started') throw new Error(begun.why);
    expect(await begun.attempt.over).toMatchObject({ code: 0, fault: undefined, commit: expect.any(String) });
  });

  test.each([
    ['doctor', 130],
    ['batch run', 130],
  ])('one Ctrl-C ends %s', async (what, code) => {
    const host = await startSshHost({ 'git-receive-pack': ': >"$HOME/begun"; exec sleep 600' });
    afterTest(() => host.remove());
    const project = await batchProject([{ place: 'far' }]);
    const folder = join(project.home, '.config/orchestrator');
    mkdirSync(folder, { recursive: true });
    const places = { far: { ssh: host.ssh, folder: host.folder } };
    writeFileSync(join(folder, 'config.json'), JSON.stringify({ places }));
    const args = what === 'doctor' ? ['doctor', '--place', 'far'] : project.runArguments('--retries', '0');
    const env = { ...project.environment(), ...host.env };
    const running = start(args, { cwd: project.folder, env });
    await eventually(() => (existsSync(join(host.folder, '../home/begun')) ? true : undefined));
    running.signal('SIGINT');
    expect((await running.ended).code).toBe(code);
  });
});

/** Whether a small disk can be made here. */
function canMount(): boolean {
  if (userInfo().uid !== 0) return false;
  try {
    execFileSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'none', '/mnt'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
