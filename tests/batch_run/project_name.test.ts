import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderStore } from '../../src/batch/index.ts';
import { remoteProjectId } from '../../src/operations/batches/remote_project_id.ts';
import { entryNumber, sha256 } from '../../src/platform/index.ts';
import { afterTest } from '../support/after_test.ts';

/** A folder with projects, and what each of them is called at places. */
function ground() {
  const folder = mkdtempSync(join(tmpdir(), 'orchestrator-names-'));
  afterTest(() => rmSync(folder, { recursive: true, force: true }));
  const at = (name: string) => join(folder, name);
  const make = (name: string) =>
    mkdirSync(join(at(name), '.orchestrator/batches/1-one'), { recursive: true });
  const called = (name: string) => {
    const state = join(at(name), '.orchestrator');
    return remoteProjectId(folderStore(folder), { root: at(name), state });
  };
  const journal = (name: string, text: string) =>
    writeFileSync(join(at(name), '.orchestrator/batches/1-one/journal.ndjson'), text);
  return { at, make, called, journal };
}

/** As versions called it that kept no name. */
const before = (root: string) => sha256(`${hostname()}\n${root}`).slice(0, 16);

test('what is made where a project was before it was renamed is another one', async () => {
  const { at, make, called } = ground();
  make('one');
  const id = await called('one');
  renameSync(at('one'), at('renamed'));
  make('one');
  expect(await called('one')).not.toBe(id);
  expect(await called('renamed')).toBe(id);
});

test('a project is restored where it was, also where it was renamed to', async () => {
  const { at, make, called } = ground();
  make('one');
  const id = await called('one');
  for (const name of ['one', 'renamed']) {
    if (name !== 'one') renameSync(at('one'), at(name));
    expect(await called(name)).toBe(id);
    renameSync(at(name), at('old'));
    cpSync(at('old'), at(name), { recursive: true });
    expect(await called(name)).toBe(id);
    rmSync(at('old'), { recursive: true });
  }
});

test('a copy where the project was before it was renamed is another one, whichever of them is asked first', async () => {
  for (const order of [
    ['one', 'renamed'],
    ['renamed', 'one'],
  ]) {
    const { at, make, called } = ground();
    make('one');
    await called('one');
    renameSync(at('one'), at('renamed'));
    cpSync(at('renamed'), at('one'), { recursive: true });
    const [first, second] = [await called(order[0] ?? ''), await called(order[1] ?? '')];
    expect(first).not.toBe(second);
    expect(await called(order[0] ?? '')).toBe(first);
  }
});

test('a copy elsewhere is another one, also where a snapshot has the same numbers for its folders', async () => {
  const { at, make, called } = ground();
  make('one');
  const id = await called('one');
  for (const name of ['copy', 'snapshot']) cpSync(at('one'), at(name), { recursive: true });
  // What such a snapshot looks like: what is kept has the number of the folder that it is in.
  const kept = join(at('snapshot'), '.orchestrator/places');
  const own = String(entryNumber(join(at('snapshot'), '.orchestrator')));
  writeFileSync(kept, readFileSync(kept, 'utf8').replace(/ \d+(?=\s)/u, ` ${own}`));
  const ids = [id, await called('copy'), await called('snapshot')];
  expect(new Set(ids).size).toBe(3);
  symlinkSync(at('one'), at('link'));
  expect([await called('link'), await called('copy'), await called('snapshot')]).toEqual(ids);
});

test('one that has attempts elsewhere from before names were kept is called as it was', async () => {
  const { at, make, called, journal } = ground();
  make('one');
  journal('one', '{"event":"attempt-started","phase":"1","place":"there"}\n');
  expect(await called('one')).toBe(before(at('one')));
  renameSync(at('one'), at('renamed'));
  expect(await called('renamed')).toBe(before(at('one')));
});

test.each([
  ['a folder', (file: string) => mkdirSync(join(file, 'in'), { recursive: true })],
  ['cut', (file: string) => writeFileSync(file, '0123456789abcdef 12')],
])('the name is the same each time where what it is kept in is %s', async (_, damage) => {
  const { at, make, called, journal } = ground();
  make('one');
  damage(join(at('one'), '.orchestrator/places'));
  const id = await called('one');
  journal('one', '{"event":"attempt-started","phase":"1","place":"there"}\n');
  expect(await called('one')).toBe(id);
});

test('two runs that are the first at the same time have one name', async () => {
  const { make, called } = ground();
  make('one');
  const ids = await Promise.all([called('one'), called('one'), called('one')]);
  expect(new Set([...ids, await called('one')]).size).toBe(1);
});
