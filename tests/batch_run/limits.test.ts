import { beforeAll, describe, expect, test } from 'vitest';
import {
  type BatchProject,
  type BatchRun,
  batchProject,
  type PlannedPhase,
  phaseStates,
} from '../support/batch_project.ts';

type Case = PlannedPhase & { readonly agent: readonly object[]; readonly comes: string };

const WORK = { work: 'done by' };

/** Two seconds of silence, six in all, one for a gate. */
const LIMITS = ['--idle', '2', '--soft', '6', '--hard', '7', '--gate-timeout', '2'];

/** What has no flag. */
const SETTINGS = [
  ['batch.heartbeatSeconds', '2'],
  ['batch.graceSeconds', '1'],
] as const;

const CASES: Readonly<Record<string, Case>> = {
  'hangs without a word': { agent: [WORK, { hang: true }], comes: 'failed idle' },
  'hangs and beats': { agent: [WORK, { beats: { every: 20 } }, { hang: true }], comes: 'failed idle' },
  'chatters and gets nowhere': { agent: [{ chatter: 100 }], comes: 'failed over-limit' },
  'beats, then stops and goes on without a sign': {
    agent: [{ beats: { every: 20, count: 5 } }, { chatter: 100 }],
    comes: 'failed heartbeat-lost',
  },
  'hangs, and hears no SIGTERM': { agent: [{ deaf: true }, { hang: true }], comes: 'failed idle' },
  'hangs with children of its own': {
    agent: [{ leave: 'child' }, { leave: 'session' }, { leave: 'deaf' }, { hang: true }],
    comes: 'failed idle',
  },
  'has a gate that never ends': {
    gates: ['node -e "setInterval(() => {}, 1e6)"'],
    agent: [WORK],
    comes: 'failed gate',
  },
};

const NAMES = Object.keys(CASES);

describe('an attempt that', () => {
  let project: BatchProject;
  let run: BatchRun;

  beforeAll(async () => {
    const cases = Object.values(CASES);
    project = await batchProject(cases, {
      phases: Object.fromEntries(cases.map(({ agent }, place) => [`${place + 1}`, [agent]])),
    });
    for (const [name, value] of SETTINGS) {
      expect((await project.call('config', 'set', name, value)).code).toBe(0);
    }
    run = await project.run('--retries', '0', '--concurrency', '7', ...LIMITS);
  });

  test.each(NAMES)('%s', (name) => {
    const id = `${NAMES.indexOf(name) + 1}`;
    const why = project.events('attempt-failed', id).map(({ evidence }) => evidence);
    expect(phaseStates(run)[id], why.join('\n')).toBe(CASES[name]?.comes);
  });

  test('[promise:batch-limits] was ended leaves nothing running and no worktree, and what it had done is pinned', () => {
    expect(run).toMatchObject({ code: 1, state: 'failed' });
    expect(project.processes()).toEqual([]);
    expect(project.worktrees()).toEqual([]);
    expect(project.events('attempt-pinned', '1')).toMatchObject([{ files: ['src/1.txt'] }]);
    expect(project.merged()).toEqual([]);
  });

  test('was ended by a limit has that said to whoever tries next', () => {
    const [{ evidence } = { evidence: '' }] = project.events('attempt-failed', '1');
    expect(evidence).toContain(
      'It printed nothing, changed no file and used next to no processor time for 2 seconds.',
    );
    const [gate] = project.events('gate-ended', `${NAMES.length}`).filter(({ command }) => command !== null);
    expect(gate).toMatchObject({ result: 'red', flags: ['timed-out'] });
  });
});

test('[promise:batch-busy-is-not-idle] an agent that works for long without a word is not idle', async () => {
  const project = await batchProject([{}], { default: [[{ burn: 4_000 }, WORK]] });
  const run = await project.run('--retries', '0', '--idle', '2');
  expect(phaseStates(run)).toEqual({ 1: 'done merged' });
});
