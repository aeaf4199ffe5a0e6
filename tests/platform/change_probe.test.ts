import { chmodSync, linkSync, mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fileStamp, watchChanges } from '../../src/platform/index.ts';
import { emptyFolder } from '../support/program.ts';
import { putFiles } from '../support/repository.ts';

function folderWith(files: Record<string, string>): string {
  const folder = emptyFolder();
  putFiles(folder, files);
  return folder;
}

const FILES = { 'a.txt': 'a', 'below/b.txt': 'b', 'below/deeper/c.txt': 'c', '.git/index': 'i' };
const skips = (name: string) => name === '.git';

describe('a look for changes', () => {
  test.each<[string, (at: (path: string) => string) => void]>([
    ['is written', (at) => writeFileSync(at('below/b.txt'), 'bb')],
    [
      'is written with the same text and time',
      (at) => {
        writeFileSync(at('below/b.txt'), 'x');
        utimesSync(at('below/b.txt'), 1, 1);
      },
    ],
    ['is made', (at) => writeFileSync(at('below/deeper/new'), '')],
    ['goes', (at) => rmSync(at('below/deeper/c.txt'))],
    ['is renamed', (at) => renameSync(at('a.txt'), at('z.txt'))],
    ['is linked', (at) => linkSync(at('a.txt'), at('below/a.txt'))],
    ['may be run', (at) => chmodSync(at('a.txt'), 0o755)],
    ['is an empty folder', (at) => mkdirSync(at('below/folder'))],
  ])('tells once that something %s', (_, change) => {
    const folder = folderWith(FILES);
    const look = watchChanges(folder, { skips });
    expect([look(), look()]).toEqual([false, false]);
    change((path) => join(folder, path));
    expect([look(), look()]).toEqual([true, false]);
  });

  test('leaves out what does not count, and what it may not enter', () => {
    const folder = folderWith({ ...FILES, 'closed/x': 'x' });
    chmodSync(join(folder, 'closed'), 0);
    const look = watchChanges(folder, { skips });
    look();
    writeFileSync(join(folder, '.git/index'), 'other');
    expect([look(), look()]).toEqual([false, false]);
    chmodSync(join(folder, 'closed'), 0o700);
  });

  test('goes through a large folder in parts, and misses nothing by that', () => {
    const folder = folderWith(
      Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`${n % 7}/${n}`, 'x'])),
    );
    const look = watchChanges(folder, { skips, entries: 10 });
    const round = () => Array.from({ length: 7 }, look).includes(true);
    expect([round(), round()]).toEqual([false, false]);
    writeFileSync(join(folder, '3/3'), 'y');
    expect(round() || round()).toBe(true);
    expect([round(), round()].at(-1)).toBe(false);
  });

  test('of a folder that is gone sees nothing', () => {
    const folder = folderWith(FILES);
    const look = watchChanges(folder, { skips });
    look();
    rmSync(folder, { recursive: true });
    expect([look(), look()]).toEqual([true, false]);
  });
});

test('the stamp of a file is another one after every write', () => {
  const file = join(folderWith(FILES), 'a.txt');
  const stamps = [fileStamp(file)];
  for (const write of [() => writeFileSync(file, 'bb'), () => utimesSync(file, 1, 1), () => rmSync(file)]) {
    write();
    stamps.push(fileStamp(file));
  }
  expect(new Set(stamps).size).toBe(4);
  expect(stamps.at(-1)).toBeUndefined();
});
