import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  controlFolder,
  openPlacement,
  type PlacedWork,
  type PlaceSettings,
} from '../../src/batch/remote/placements/index.ts';
import { createGit, systemClock } from '../../src/platform/index.ts';
import { afterTest } from './after_test.ts';

/** A repository, a placement, and one attempt for it. */
export async function placementFixture(
  settings: PlaceSettings,
  own: Record<string, string>,
  more: { readonly quietMs?: number } = {},
) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'orchestrator-place-')));
  afterTest(() => rmSync(folder, { recursive: true, force: true }));
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
  git('init', '-q');
  writeFileSync(join(folder, 'kept.txt'), 'kept\n');
  writeFileSync(join(folder, 'gone.txt'), 'gone\n');
  git('add', '-A');
  git('-c', 'user.name=t', '-c', 'user.email=t@t', 'commit', '-qm', 'base');
  const control = controlFolder();
  const env = { ...process.env, ...own };
  const place = openPlacement({
    name: 'far',
    settings,
    git: createGit(env),
    commonDir: join(folder, '.git'),
    project: 'project1',
    owner: 'a test',
    env,
    clock: systemClock,
    control: control.path,
    ...more,
  });
  afterTest(async () => {
    await place.end();
    await control.remove();
  });
  const pieces: Uint8Array[] = [];
  const jobs: string[] = [];
  const waits: (string | undefined)[] = [];
  return {
    place,
    git,
    folder,
    ears: {
      log: (bytes: Uint8Array) => void pieces.push(bytes),
      heartbeat: () => {},
      waits: (why: string | undefined) => void waits.push(why),
      queued: (job: string) => void jobs.push(job),
      jobs,
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
      needs: [],
      hardSeconds: 100,
      logBytes: 100_000_000,
    } satisfies PlacedWork as PlacedWork,
  };
}
