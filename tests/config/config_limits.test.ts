import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { LARGEST_CONFIG, parseConfig } from '../../src/config/config_text.ts';
import { readConfig } from '../../src/config/index.ts';
import { emptyFolder } from '../support/program.ts';

/** A settings file of so many unknown keys, one a line, the first on line 2. */
const fileOf = (count: number) =>
  `{\n${Array.from({ length: count }, (_, index) => `"k${index}": 1`).join(',\n')} }`;

test('a settings file of a thousand keys is read, and of one more is refused at that one', () => {
  expect(parseConfig(fileOf(1000), 'config.json').damage).toBeNull();
  expect(parseConfig(fileOf(1001), 'config.json').damage).toMatchObject({
    code: 'settings-damaged',
    line: 1002,
    column: 1,
    message: expect.stringContaining('it has more than 1000 entries in one place'),
  });
});

test('a group of a settings file is no larger than the file may be', () => {
  const { damage } = parseConfig(`{ "executors":\n${fileOf(1001)} }`, 'config.json');
  expect(damage).toMatchObject({ code: 'settings-damaged', line: 1003, column: 1 });
});

test('a settings file is read up to its largest size, and what is longer is told with both sizes', () => {
  const folder = emptyFolder();
  const read = (size: number) => {
    writeFileSync(join(folder, 'config.json'), '{"model": "m"}'.padEnd(size));
    return readConfig(folder);
  };
  expect(read(LARGEST_CONFIG)).toMatchObject({ config: { model: 'm' }, damage: null });
  expect(read(LARGEST_CONFIG + 1).damage?.message).toContain(
    `it has ${LARGEST_CONFIG + 1} bytes, and at most ${LARGEST_CONFIG} are read`,
  );
});

test('a settings file with a conflict of a git merge says that, with its place', () => {
  const text = '{\n<<<<<<< HEAD\n  "model": "a"\n=======\n  "model": "b"\n>>>>>>> other\n}\n';
  expect(parseConfig(text, 'config.json').damage).toMatchObject({
    line: 2,
    column: 1,
    message: expect.stringContaining('git merge conflict begins here'),
  });
});
