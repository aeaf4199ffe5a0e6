import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { withProjectNpmrc } from '../../src/operations/batches/project_npmrc.ts';
import { createGit } from '../../src/platform/index.ts';
import { emptyFolder } from '../support/program.ts';

const ground = { git: createGit({}), repository: undefined };

test('an approval of what npx fetches is tied to the .npmrc of the project; of anything else it is not', async () => {
  const root = emptyFolder();
  const commands = [
    { argv: ['npx', 'a'], terms: ['talks'] },
    { argv: ['claude'] },
    { argv: ['sh', '-c', 'npx a'] },
  ];
  const terms = async () => (await withProjectNpmrc(commands, root, ground)).map((each) => each.terms);
  expect(await terms()).toEqual([['talks'], undefined, undefined]);
  writeFileSync(join(root, '.npmrc'), '# nothing\n; of note\n\n');
  expect(await terms()).toEqual([['talks'], undefined, undefined]);
  writeFileSync(join(root, '.npmrc'), 'registry=https://a.example/\n');
  const [first, second, third] = await terms();
  expect([first?.length, second, third?.length]).toEqual([2, undefined, 1]);
  writeFileSync(join(root, '.npmrc'), 'registry=https://b.example/\n');
  expect((await terms())[0]).not.toEqual(first);
});

test('many settings are counted, and long names are cut', async () => {
  const root = emptyFolder();
  const lines = Array.from({ length: 20 }, (_, at) => `${'x'.repeat(200)}${at}=1`);
  writeFileSync(join(root, '.npmrc'), lines.map((line) => `${line.slice(150)}\n`).join(''));
  const [command] = await withProjectNpmrc([{ argv: ['npx', 'a'] }], root, ground);
  expect(command).toMatchObject({ note: expect.stringMatching(/ and 12 more$/u) });
});

test.each<[string, (path: string) => void, RegExp]>([
  [
    'lines that end as on Windows',
    (path) => writeFileSync(path, 'a=1\r\nregistry=https://b.example/\r\n'),
    /leads to b\.example/u,
  ],
  [
    'a line that ends with a carriage return',
    (path) => writeFileSync(path, '; note\rregistry=https://b.example/\n'),
    /leads to b\.example/u,
  ],
  [
    'escapes',
    (path) => writeFileSync(path, 'registry="https:\\u002f\\u002fb.example/"\n'),
    /leads to b\.example/u,
  ],
  [
    'a byte that is none of UTF-8',
    (path) => writeFileSync(path, Buffer.from('; caf\xe9\nregistry=https://b.example/\n', 'latin1')),
    /leads to b\.example/u,
  ],
  [
    'more than is read',
    (path) => writeFileSync(path, `;${'x'.repeat(2 ** 21)}\nregistry=https://b.example/\n`),
    /cannot be shown/u,
  ],
])('%s hide nothing of what npm reads', async (_, write, says) => {
  const root = emptyFolder();
  write(join(root, '.npmrc'));
  const [command] = await withProjectNpmrc([{ argv: ['npx', 'a'] }], root, ground);
  expect(command).toMatchObject({ note: expect.stringMatching(says) });
});

test('a committed link is read as npm reads it, and one that leads out of what is committed is told', async () => {
  const root = emptyFolder();
  const git = createGit({});
  const { signal } = new AbortController();
  const call = async (...args: string[]) => {
    const ended = await git.run(root, args, { signal });
    return ended.kind === 'ended' ? ended.stdout.toString('utf8').trim() : '';
  };
  await call('init', '-q');
  writeFileSync(join(root, 'other.rc'), 'registry=https://b.example/\n');
  const told = async () => {
    await call('add', '-A');
    const head = await call(
      '-c',
      'user.name=A',
      '-c',
      'user.email=a@b.example',
      'commit-tree',
      await call('write-tree'),
      '-m',
      'x',
    );
    const own = join(root, '.git');
    const repository = {
      top: root,
      project: root,
      prefix: '',
      head,
      commonDir: own,
      ownDir: own,
      hasSubmodules: false,
    };
    const [command] = await withProjectNpmrc([{ argv: ['npx', 'a'] }], root, { git, repository });
    return command;
  };
  expect(await told()).toEqual({ argv: ['npx', 'a'] });
  symlinkSync('other.rc', join(root, '.npmrc'));
  expect(await told()).toMatchObject({ note: expect.stringContaining('leads to b.example') });
  rmSync(join(root, '.npmrc'));
  symlinkSync('/etc/hostname', join(root, '.npmrc'));
  expect(await told()).toMatchObject({ note: expect.stringContaining('cannot be shown') });
});

test('where npm would go is told, however the address is written and wherever it stands', async () => {
  const root = emptyFolder();
  const dull = Array.from(
    { length: 9 },
    (_, at) => `@s${at}:registry=https://registry.npmjs.org/\nx${at}=1\n`,
  );
  const lines = ['registry=http://registry.npmjs.org,@b.example:81/', '@t:registry=http:/c.example:82/'];
  writeFileSync(join(root, '.npmrc'), `${dull.join('')}${lines.join('\n')}\n`);
  const [command] = await withProjectNpmrc([{ argv: ['npx', 'a'] }], root, ground);
  for (const host of ['registry.npmjs.org', 'b.example:81', 'c.example:82'])
    expect(command).toMatchObject({ note: expect.stringContaining(host) });
});
