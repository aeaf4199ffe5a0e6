import { writeFileSync } from 'node:fs';
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
