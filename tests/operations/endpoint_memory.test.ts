import { readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { endpointMemory, forgetEndpoints } from '../../src/operations/endpoint_memory.ts';
import { emptyFolder } from '../support/program.ts';

const DAY = 24 * 60 * 60 * 1000;
const START = Date.parse('2026-03-01T00:00:00Z');

/** What is remembered for a user, at any time. */
function remembering() {
  const userFolder = emptyFolder();
  const at = (now: number, model = 'm', baseUrl = 'http://localhost:1/v1') => {
    const memory = endpointMemory({ userFolder, log: () => {} }, { baseUrl, model }, () => now);
    if (memory === undefined) throw new Error('no memory');
    return memory;
  };
  return { userFolder, folder: join(userFolder, 'endpoints'), at };
}

describe('what is remembered of an endpoint', () => {
  test('holds for it and its model, a week long, and not before it was found', async () => {
    const { at } = remembering();
    expect(at(START).refusesSystem).toBe(false);
    await at(START).found(true);
    expect(at(START + 6 * DAY).refusesSystem).toBe(true);
    expect(at(START + 6 * DAY, 'other').refusesSystem).toBe(false);
    expect(at(START + 6 * DAY, 'm', 'http://localhost:2/v1').refusesSystem).toBe(false);
    // Then it is asked again, and what it says counts.
    expect(at(START + 7 * DAY).refusesSystem).toBe(false);
    expect(at(START - 1).refusesSystem).toBe(false);
    await at(START + 8 * DAY).found(true);
    expect(at(START + 9 * DAY).refusesSystem).toBe(true);
  });

  test('is forgotten when the endpoint takes such a message again', async () => {
    const { at, folder } = remembering();
    await at(START).found(true);
    await at(START + 8 * DAY).found(false);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('is forgotten with the settings, is nobody else’s to read, and other files are left alone', async () => {
    const { at, folder, userFolder } = remembering();
    await at(START).found(true);
    const [name = ''] = readdirSync(folder);
    expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    writeFileSync(join(folder, 'notes.txt'), 'mine');
    forgetEndpoints({ userFolder, log: () => {} });
    expect(readdirSync(folder)).toEqual(['notes.txt']);
  });

  test('is of the fifty endpoints that were found last', async () => {
    const { at, folder } = remembering();
    for (let each = 0; each < 55; each++) {
      const before = new Set(each === 0 ? [] : readdirSync(folder));
      await at(START, `m${each}`).found(true);
      const added = readdirSync(folder).find((name) => !before.has(name)) ?? '';
      utimesSync(join(folder, added), 1000 + each, 1000 + each);
    }
    expect(readdirSync(folder)).toHaveLength(50);
    expect(at(START, 'm0').refusesSystem).toBe(false);
    expect(at(START, 'm54').refusesSystem).toBe(true);
  });

  test.each(['', '{', '[]', '{"schema":"orchestrator.endpoint/1","refuses":"system","at":"2026-03-01"}'])(
    'is nothing where its file says nothing: %j',
    async (text) => {
      const { at, folder } = remembering();
      await at(START).found(true);
      writeFileSync(join(folder, readdirSync(folder)[0] ?? ''), text);
      expect(at(START).refusesSystem).toBe(false);
    },
  );

  test('is nothing without a folder of the user’s, and no failure where it cannot be kept', async () => {
    expect(endpointMemory({ userFolder: null, log: () => {} }, { baseUrl: 'x', model: 'm' })).toBe(undefined);
    const { at, folder } = remembering();
    writeFileSync(folder, 'a file in its place');
    await at(START).found(true);
    expect(at(START).refusesSystem).toBe(false);
  });
});
