import { spawnSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createFolderWith, repairFolder, replaceTogether } from '../../src/platform/index.ts';
import { emptyFolder } from '../support/program.ts';

const NAMES = ['first.md', 'second.md', 'proof.json'];
const OLD = NAMES.map((name) => ({ name, text: `old ${name}` }));
const NEW = NAMES.map((name) => ({ name, text: `new ${name}` }));
const COMMIT = '.orchestrator-commit';

/** What a folder holds, everything below it included: path → text. */
function contents(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [
        path.slice(folder.length + 1),
        lstatSync(path).isSymbolicLink() ? `-> ${readlinkSync(path)}` : readFileSync(path, 'utf8'),
      ]),
  );
}

function asContents(files: typeof OLD): Record<string, string> {
  return Object.fromEntries(
    [...files].sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ name, text }) => [name, text]),
  );
}

function put(folder: string, files: typeof OLD): string {
  mkdirSync(folder, { recursive: true });
  for (const { name, text } of files) writeFileSync(join(folder, name), text);
  return folder;
}

function folderWithOld(): string {
  return put(join(emptyFolder(), 'framework'), OLD);
}

/** A staging folder's name as a process of this machine that has ended would have left it. */
function stagingOfDeadProcess(): string {
  const host =
    hostname()
      .replace(/[^A-Za-z0-9]/gu, '')
      .slice(0, 40) || 'host';
  const { pid } = spawnSync(process.execPath, ['--version']);
  return `.orchestrator-staging-${host}-${pid}-abc`;
}

describe('createFolderWith', () => {
  test('makes a folder that was not there, whole, with the folders above it', async () => {
    const folder = join(emptyFolder(), 'a/b/framework');
    expect(await createFolderWith(folder, NEW)).toBe('created');
    expect(contents(join(folder, '../..'))).toEqual(
      Object.fromEntries(
        Object.entries(asContents(NEW)).map(([name, text]) => [`b/framework/${name}`, text]),
      ),
    );
  });

  test('leaves what is there as it is: a folder, an empty one, a file, a link', async () => {
    const parent = emptyFolder();
    put(join(parent, 'full'), OLD);
    mkdirSync(join(parent, 'empty'));
    writeFileSync(join(parent, 'file'), 'x');
    symlinkSync('nowhere', join(parent, 'link'));
    const before = contents(parent);
    for (const name of ['full', 'empty', 'file', 'link']) {
      expect(await createFolderWith(join(parent, name), NEW)).toBe('exists');
    }
    expect(contents(parent)).toEqual(before);
    expect(readdirSync(join(parent, 'empty'))).toEqual([]);
  });

  test('lets one of several that create it at once win, whole', async () => {
    const folder = join(emptyFolder(), 'framework');
    const sets = ['a', 'b', 'c', 'd'].map((mark) => NAMES.map((name) => ({ name, text: `${mark} ${name}` })));
    const outcomes = await Promise.all(sets.map((files) => createFolderWith(folder, files)));
    expect(outcomes.filter((outcome) => outcome === 'created')).toHaveLength(1);
    expect(sets.map(asContents)).toContainEqual(contents(folder));
    expect(readdirSync(join(folder, '..'))).toEqual(['framework']);
  });

  test('sweeps what a process that died left beside it', async () => {
    const parent = emptyFolder();
    put(join(parent, stagingOfDeadProcess()), NEW.slice(0, 1));
    await createFolderWith(join(parent, 'framework'), NEW);
    expect(readdirSync(parent)).toEqual(['framework']);
  });

  test('under a file throws the system’s error and leaves nothing', async () => {
    const parent = emptyFolder();
    writeFileSync(join(parent, 'file'), 'x');
    await expect(createFolderWith(join(parent, 'file/framework'), NEW)).rejects.toThrow();
    await expect(createFolderWith(join(parent, 'file/a/framework'), NEW)).rejects.toThrow();
    expect(contents(parent)).toEqual({ file: 'x' });
  });
});

describe('replaceTogether', () => {
  test('replaces the set and leaves other files alone', async () => {
    const folder = folderWithOld();
    writeFileSync(join(folder, 'notes.txt'), 'mine');
    await replaceTogether(folder, NEW);
    expect(contents(folder)).toEqual({ ...asContents(NEW), 'notes.txt': 'mine' });
    expect(readdirSync(folder)).toHaveLength(4);
  });

  test.each(['A copy.md', 'ä (1).md', "it's.md"])(
    'removes and writes whatever a name has: %s',
    async (name) => {
      const folder = folderWithOld();
      writeFileSync(join(folder, name), 'old copy');
      const other = `new ${name}`;
      const files = [...NEW, { name: other, text: 'x' }];
      expect(await replaceTogether(folder, files, { removed: [name] })).toBe('replaced');
      expect(contents(folder)).toEqual(asContents([...NEW, { name: other, text: 'x' }]));
    },
  );

  test('fills an empty folder', async () => {
    const folder = emptyFolder();
    await replaceTogether(folder, NEW);
    expect(contents(folder)).toEqual(asContents(NEW));
  });

  test('replaces a link in its place and writes nothing where the link leads', async () => {
    const folder = folderWithOld();
    const outside = put(emptyFolder(), [{ name: 'target', text: 'outside' }]);
    const linked = emptyFolder();
    symlinkSync(join(outside, 'target'), join(linked, 'first.md'));
    await replaceTogether(linked, NEW);
    expect(contents(linked)).toEqual(asContents(NEW));
    expect(contents(outside)).toEqual({ target: 'outside' });
    expect(contents(folder)).toEqual(asContents(OLD));
  });

  test('called several times at once leaves one of the sets, whole', async () => {
    for (let round = 0; round < 10; round++) {
      const folder = folderWithOld();
      const sets = ['a', 'b', 'c'].map((mark) => NAMES.map((name) => ({ name, text: `${mark} ${name}` })));
      await Promise.all(sets.map((files) => replaceTogether(folder, files)));
      expect(sets.map(asContents)).toContainEqual(contents(folder));
      expect(readdirSync(folder)).toHaveLength(3);
    }
  });

  test('with a folder where one of its files is to go throws and changes nothing', async () => {
    const folder = put(emptyFolder(), OLD.slice(0, 1));
    mkdirSync(join(folder, 'proof.json'));
    await expect(replaceTogether(folder, NEW)).rejects.toThrow('proof.json');
    expect(contents(folder)).toEqual({ 'first.md': 'old first.md' });
    expect(readdirSync(folder).sort()).toEqual(['first.md', 'proof.json']);
  });

  test('under a file throws the system’s error and leaves what was there', async () => {
    const parent = emptyFolder();
    writeFileSync(join(parent, 'file'), 'x');
    await expect(replaceTogether(join(parent, 'file'), NEW)).rejects.toThrow();
    expect(contents(parent)).toEqual({ file: 'x' });
  });
});

describe('a folder after a crash', () => {
  test.each([0, 1, 2, 3])('while %i files of a new set were staged is the old one, and says so', (staged) => {
    const folder = folderWithOld();
    put(join(folder, stagingOfDeadProcess()), NEW.slice(0, staged));
    expect(repairFolder(folder, NAMES)).toBe('rolled-back');
    expect(contents(folder)).toEqual(asContents(OLD));
    expect(readdirSync(folder)).toHaveLength(3);
    expect(repairFolder(folder, NAMES)).toBe('whole');
  });

  test.each([0, 1, 2, 3])('while a file was half staged after %i others is the old one', (staged) => {
    const folder = folderWithOld();
    const staging = put(join(folder, stagingOfDeadProcess()), NEW.slice(0, staged));
    writeFileSync(join(staging, 'torn'), NEW[0]?.text.slice(0, 3) ?? '');
    expect(repairFolder(folder, NAMES)).toBe('rolled-back');
    expect(contents(folder)).toEqual(asContents(OLD));
  });

  test.each([0, 1, 2, 3])('with %i files of a decided set moved is the new one, and says so', (moved) => {
    const folder = folderWithOld();
    put(folder, NEW.slice(0, moved));
    put(join(folder, COMMIT), NEW.slice(moved));
    expect(repairFolder(folder, NAMES)).toBe('finished');
    expect(contents(folder)).toEqual(asContents(NEW));
    expect(existsSync(join(folder, COMMIT))).toBe(false);
    expect(repairFolder(folder, NAMES)).toBe('whole');
  });

  test.each([0, 1, 2, 3])(
    'of which a mend was itself interrupted after %i files is mended by the next',
    (moved) => {
      const folder = folderWithOld();
      put(folder, NEW.slice(0, moved));
      put(join(folder, COMMIT), NEW.slice(moved));
      put(join(folder, stagingOfDeadProcess()), OLD);
      expect(repairFolder(folder, NAMES)).toBe('finished');
      expect(contents(folder)).toEqual(asContents(NEW));
    },
  );

  test('is finished before the next set is written over it', async () => {
    const folder = folderWithOld();
    put(join(folder, COMMIT), NEW);
    const last = NAMES.map((name) => ({ name, text: `last ${name}` }));
    await replaceTogether(folder, last);
    expect(contents(folder)).toEqual(asContents(last));
  });

  test('keeps what a process that still runs, or one of another machine, has staged', () => {
    const folder = folderWithOld();
    const host =
      hostname()
        .replace(/[^A-Za-z0-9]/gu, '')
        .slice(0, 40) || 'host';
    const kept = [`.orchestrator-staging-${host}-${process.pid}-x`, '.orchestrator-staging-elsewhere-1-x'];
    for (const name of kept) mkdirSync(join(folder, name));
    expect(repairFolder(folder, NAMES)).toBe('whole');
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(kept));
  });

  test('that was never there is whole', () => {
    expect(repairFolder(join(emptyFolder(), 'none'), NAMES)).toBe('whole');
  });
});

describe('something planted where an unfinished write is kept', () => {
  const planted: [string, (commit: string, outside: string) => void][] = [
    ['a link to a folder', (commit, outside) => symlinkSync(outside, commit)],
    ['a link to nothing', (commit) => symlinkSync('/nonexistent/x', commit)],
    ['a file', (commit) => writeFileSync(commit, 'x')],
    ['a folder with an unknown file', (commit) => put(commit, [{ name: 'unknown', text: 'x' }])],
    [
      'a folder with a link of a known name',
      (commit, outside) => {
        mkdirSync(commit);
        symlinkSync(join(outside, 'first.md'), join(commit, 'first.md'));
      },
    ],
    [
      'a folder with a folder of a known name',
      (commit) => mkdirSync(join(commit, 'first.md'), { recursive: true }),
    ],
  ];

  test.each(planted)('(%s) is refused, and nothing is moved or written', async (_, plant) => {
    const folder = folderWithOld();
    const outside = put(emptyFolder(), NEW);
    plant(join(folder, COMMIT), outside);
    const before = contents(folder);
    expect(() => repairFolder(folder, NAMES)).toThrow(COMMIT);
    await expect(replaceTogether(folder, NEW)).rejects.toThrow(COMMIT);
    expect(contents(folder)).toEqual(before);
    expect(contents(outside)).toEqual(asContents(NEW));
  });

  test('(a link of a staging folder’s name) is removed without touching what it leads to', () => {
    const folder = folderWithOld();
    const outside = put(emptyFolder(), NEW);
    symlinkSync(outside, join(folder, stagingOfDeadProcess()));
    repairFolder(folder, NAMES);
    expect(contents(folder)).toEqual(asContents(OLD));
    expect(contents(outside)).toEqual(asContents(NEW));
  });

  test('(a list that cannot be read) ends the next write with what is there, and does not keep it for ever', async () => {
    const folder = folderWithOld();
    const list = [
      { name: 'decided-abc.json', text: '{"files":[{"name":"../first.md","was":null,"is":null}]}' },
    ];
    put(join(folder, COMMIT), list);
    await expect(replaceTogether(folder, NEW)).rejects.toThrow(COMMIT);
    expect(contents(folder)).toEqual({ ...asContents(OLD), [`${COMMIT}/decided-abc.json`]: list[0]?.text });
  });

  test('(an unknown file beside known ones) never moves', () => {
    const folder = folderWithOld();
    put(join(folder, COMMIT), [...NEW, { name: 'notes.txt', text: 'x' }]);
    expect(() => repairFolder(folder, NAMES)).toThrow(COMMIT);
    expect(contents(folder)).toEqual({ ...asContents(NEW), [`${COMMIT}/notes.txt`]: 'x' });
  });
});
