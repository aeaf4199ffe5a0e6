import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { afterTest } from '../support/after_test.ts';
import { batchProject } from '../support/batch_project.ts';
import { fakeQueue } from '../support/fake_queue.ts';
import { start } from '../support/program.ts';
import { eventually } from '../support/wait.ts';

/** A batch at a queue that holds back its answer to the job that it is sent. */
async function sending(code: number, isHeld = false) {
  const queue = fakeQueue(code);
  if (isHeld) queue.hold();
  afterTest(queue.remove);
  const project = await batchProject([{ place: 'cluster' }]);
  const settings = join(project.home, '.config/orchestrator');
  mkdirSync(settings, { recursive: true });
  const places = { cluster: { folder: queue.folder, slurm: {} } };
  writeFileSync(join(settings, 'config.json'), JSON.stringify({ places }));
  const env = { ...project.environment(), ...queue.env };
  const again = () => start(project.runArguments('--json'), { cwd: project.folder, env });
  const running = again();
  await eventually(queue.isAsked);
  const left = () =>
    readdirSync(queue.folder)
      .filter((name) => !name.startsWith('place-'))
      .flatMap((name) =>
        ['attempts', 'leases'].flatMap((each) => readdirSync(join(queue.folder, name, each))),
      );
  return { queue, project, running, again, left };
}

describe('a job that is on its way to the queue', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)(
    '[promise:place-stop-sending] is out of it again where the run is stopped (%s) before the queue has answered',
    async (signal) => {
      const { queue, running, left } = await sending(0);
      running.signal(signal);
      queue.answer();
      const { code } = await running.ended;
      expect(code).toBeGreaterThanOrEqual(130);
      expect(queue.jobs()).toEqual([]);
      expect(left()).toEqual([]);
    },
  );

  test('is out of it again where the queue took it and then said that it did not', async () => {
    const { queue, project, running, left } = await sending(1);
    queue.answer();
    expect((await running.ended).code).toBe(1);
    expect(project.events('phase-failed')).toMatchObject([
      { reason: expect.stringContaining('rejects the job') },
    ]);
    expect(queue.jobs()).toEqual([]);
    expect(left()).toEqual([]);
  });

  test('is found by its name and taken out by the next run, where the run was killed before the queue had answered', async () => {
    const { queue, project, running, left } = await sending(0);
    running.signal('SIGKILL');
    await running.ended;
    queue.answer();
    await eventually(() => (queue.jobs().length > 0 ? true : undefined));
    const env = { ...project.environment(), ...queue.env };
    const again = start(project.runArguments('--json'), { cwd: project.folder, env });
    await eventually(queue.isLookedAt);
    again.signal('SIGINT');
    await again.ended;
    expect(queue.jobs()).toEqual([]);
    expect(left()).toEqual([]);
  });
});

test('[promise:place-held] a job that the queue holds back since its nodes could not begin it is let go', async () => {
  const { queue, running } = await sending(0, true);
  queue.answer();
  await eventually(() => (queue.releases() > 1 ? true : undefined));
  running.signal('SIGINT');
  await running.ended;
  expect(queue.jobs()).toEqual([]);
});

test('[promise:place-forgotten] a job that the queue itself knows nothing of any more is queued again, not for ever', async () => {
  const { queue, project, running, left } = await sending(0);
  queue.answer();
  await eventually(() => project.events('attempt-queued')[0]);
  const [own = ''] = readdirSync(queue.folder).filter((name) => !name.startsWith('place-'));
  const [attempt = ''] = readdirSync(join(queue.folder, own, 'attempts'));
  // It was so twice before.
  for (const time of [1, 2]) writeFileSync(join(queue.folder, own, 'attempts', attempt, `lost.${time}`), '');
  queue.forget();
  await eventually(() => project.events('attempt-queued')[1]);
  expect(project.events('attempt-failed')).toEqual([]);
  const { evidence } = await eventually(() => project.events('attempt-failed')[0]);
  expect(evidence).toContain('the queue no longer knows it');
  expect(project.events('attempt-queued').filter(({ attempt }) => attempt === 1)).toHaveLength(2);
  running.signal('SIGTERM');
  await running.ended;
  expect(left()).toEqual([]);
});

test('[promise:place-forgotten] one that had begun is queued again once: somebody may have cancelled it', async () => {
  const { queue, project, running, left } = await sending(0);
  queue.answer();
  await eventually(() => project.events('attempt-queued')[0]);
  const [own = ''] = readdirSync(queue.folder).filter((name) => !name.startsWith('place-'));
  const [attempt = ''] = readdirSync(join(queue.folder, own, 'attempts'));
  writeFileSync(join(queue.folder, own, 'attempts', attempt, 'watcher'), '1');
  queue.forget();
  const { evidence } = await eventually(() => project.events('attempt-failed')[0]);
  expect(evidence).toContain('the queue no longer knows it');
  expect(project.events('attempt-queued').filter(({ attempt }) => attempt === 1)).toHaveLength(2);
  running.signal('SIGTERM');
  await running.ended;
  expect(left()).toEqual([]);
});

test.each(['NODE_FAIL', 'PREEMPTED'])(
  '[promise:place-cancelled] a job that the queue is done with since its node was taken from it (%s) is queued again, and no try failed',
  async (state) => {
    const { queue, project, running, left } = await sending(0);
    queue.answer();
    await eventually(() => project.events('attempt-queued')[0]);
    queue.endJob(state);
    await eventually(() => project.events('attempt-queued')[1]);
    expect(project.events('attempt-failed')).toEqual([]);
    running.signal('SIGTERM');
    await running.ended;
    expect(left()).toEqual([]);
  },
);

test('[promise:place-cancelled] one that somebody cancels before it began is not put back: a person decides', async () => {
  const { queue, project, running, left } = await sending(0);
  queue.answer();
  await eventually(() => project.events('attempt-queued')[0]);
  queue.endJob('CANCELLED');
  expect((await running.ended).code).toBe(1);
  expect(project.events('attempt-started')).toHaveLength(1);
  expect(project.events('attempt-queued')).toHaveLength(1);
  expect(project.events('attempt-ended')).toMatchObject([{ how: 'cancelled' }]);
  expect(project.events('phase-failed')[0]?.reason).toMatch(
    /was cancelled; .*Somebody cancelled its job at/u,
  );
  expect(queue.jobs()).toEqual([]);
  expect(left()).toEqual([]);
});

test('the job of an attempt that was taken over and is queued again is in the journal', async () => {
  const { queue, project, running, again } = await sending(0);
  queue.answer();
  await eventually(() => project.events('attempt-queued')[0]);
  running.signal('SIGKILL');
  await running.ended;
  queue.forget();
  const second = again();
  await eventually(() => project.events('attempt-queued')[1]);
  expect(project.events('attempt-started')).toHaveLength(1);
  second.signal('SIGTERM');
  await second.ended;
});
