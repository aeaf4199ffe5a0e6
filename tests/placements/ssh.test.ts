import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { controlFolder, type PlacedWork, sshPlacement } from '../../src/batch/placements/index.ts';
import { createGit, systemClock } from '../../src/platform/index.ts';
import { HAS_SSHD, type SshHost, startSshHost } from '../support/ssh_host.ts';

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
  });

  async function ground() {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'orchestrator-place-')));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const git = (...args: string[]) =>
      execFileSync('git', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
    git('init', '-q');
    writeFileSync(join(folder, 'kept.txt'), 'kept\n');
    writeFileSync(join(folder, 'gone.txt'), 'gone\n');
    git('add', '-A');
    git('-c', 'user.name=t', '-c', 'user.email=t@t', 'commit', '-qm', 'base');
    const control = controlFolder();
    const env = { ...process.env, ...host.env };
    const place = sshPlacement({
      name: 'far',
      settings: { ssh: host.ssh, folder: host.folder },
      git: createGit(env),
      commonDir: join(folder, '.git'),
      project: 'project1',
      owner: 'a test',
      env,
      clock: systemClock,
      control: control.path,
    });
    onTestFinished(async () => {
      await place.end();
      await control.remove();
    });
    const pieces: Uint8Array[] = [];
    const waits: (string | undefined)[] = [];
    return {
      place,
      git,
      folder,
      ears: {
        log: (bytes: Uint8Array) => void pieces.push(bytes),
        heartbeat: () => {},
        waits: (why: string | undefined) => void waits.push(why),
        heard: () => Buffer.concat(pieces).toString(),
        waited: () => waits,
      },
      work: {
        batch: 1,
        prp: 'PRP-1.1.1',
        attempt: 1,
        token: crypto.randomUUID(),
        base: git('rev-parse', 'HEAD'),
        prefix: '',
        resultName: 'task-1.result.json',
        heartbeatName: 'task-1.heartbeat',
        argv: ['true'],
        prompt: 'Do it.',
        promptOn: 'stdin',
        sets: {},
        names: [],
        copies: {},
        hardSeconds: 100,
        logBytes: 100_000_000,
      } satisfies PlacedWork as PlacedWork,
    };
  }
});
