import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BatchProject, type BatchRun, batchProject, standing } from '../support/batch_project.ts';
import { HAS_SSHD, type SshHost, startSshHost } from '../support/ssh_host.ts';

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
    expect(standing(ran)).toEqual({ 1: 'done merged', 2: 'done merged', 3: 'done merged' });
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
});
