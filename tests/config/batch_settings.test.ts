import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { batchSettings } from '../../src/config/index.ts';
import { emptyFolder } from '../support/program.ts';

const DEFAULTS = {
  executor: 'claude',
  concurrency: 2,
  retries: 1,
  gateTimeoutSeconds: 1_200,
  setupTimeoutSeconds: 1_200,
  probeSeconds: 300,
  resumeSessions: false,
  idleSeconds: 600,
  askSeconds: 120,
  decideSeconds: 3_600,
  softSeconds: 3_600,
  hardSeconds: 5_400,
  heartbeatSeconds: 60,
  graceSeconds: 10,
  isolate: 'worktree',
  sandbox: 'none',
  sandboxNetwork: 'needed',
  logBytes: 64 * 1024 * 1024,
};

function settingsOf(config: object) {
  const userFolder = emptyFolder();
  writeFileSync(join(userFolder, 'config.json'), JSON.stringify(config));
  return batchSettings({ env: {}, userFolder });
}

test('without settings there are defaults, and nothing else', () => {
  expect(batchSettings({ env: {}, userFolder: null })).toEqual({
    wishes: DEFAULTS,
    executors: {},
    places: {},
    problems: [],
    doubt: null,
  });
});

test('what a user sets holds, lists as lists', () => {
  const batch = {
    fallback: 'mine',
    concurrency: 4,
    retries: 0,
    setup: 'npm ci',
    link: ['node_modules', 'a, b'],
    copy: ['.env'],
    companions: [{ of: 'a.json', companion: 'a.lock', where: 'beside' }],
  };
  const executors = { mine: { argv: ['agent', '{prp}'], env: ['KEY'], promptOn: 'argument' } };
  expect(settingsOf({ batch: { ...batch, logMegabytes: 1 }, executors })).toEqual({
    wishes: { ...DEFAULTS, ...batch, logBytes: 1024 * 1024 },
    executors,
    places: {},
    problems: [],
    doubt: null,
  });
});

test('a value that is wrong says so, and is the only one that does not count', () => {
  expect(settingsOf({ batch: { concurrency: 'many', retries: 3 } })).toMatchObject({
    wishes: { ...DEFAULTS, retries: 3 },
    problems: [{ code: 'bad-setting', line: 1 }],
    doubt: null,
  });
});

test('where the executor cannot be read, that is said', () => {
  for (const settings of [
    { batch: { executor: 3 } },
    { executors: { mine: { argv: [] } } },
    { batch: 'x' },
    [],
  ])
    expect(settingsOf(settings).doubt, JSON.stringify(settings)).toMatchObject({ severity: 'warning' });
});
