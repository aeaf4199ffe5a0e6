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
  idleSeconds: 600,
  softSeconds: 3_600,
  hardSeconds: 5_400,
  heartbeatSeconds: 60,
  graceSeconds: 10,
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
    problems: [],
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
    problems: [],
  });
});

test('a file that is damaged says so, and none of it counts', () => {
  expect(settingsOf({ batch: { concurrency: 'many' } })).toMatchObject({
    wishes: DEFAULTS,
    problems: [{ code: 'settings-damaged' }],
  });
});
