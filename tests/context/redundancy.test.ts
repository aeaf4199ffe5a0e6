import { expect, test } from 'vitest';
import { discoverIn } from '../../src/context/discovery/discover.ts';
import { projectOf } from '../support/discovered.ts';

/** The files that state the workspaces of a project with this README. */
function saidIn(readme: string): readonly string[] | undefined {
  const files = {
    'README.md': readme,
    'package.json': '{\n"name": "x",\n"workspaces": ["packages/*", "tools/*"]\n}\n',
  };
  const { facts } = discoverIn(projectOf(files), Object.keys(files).sort(), 'git');
  return facts.find(({ id }) => id === 'layout:workspaces:.')?.saidIn;
}

test('a list is stated where each of its items is, in any order', () => {
  expect(saidIn('Tools are in `tools/*`, the rest is in `packages/*`.')).toEqual(['README.md']);
});

test('a list of which an item is missing is news', () => {
  expect(saidIn('All is in `packages/*`.')).toEqual([]);
});

test('that a library does what it is for is no news where its name stands', () => {
  const file = (model: string) => `from django.db import models\n\nclass ${model}(models.Model):\n    pass\n`;
  const files = {
    'README.md': 'A site made with Django.',
    'shop/models.py': file('Shop'),
    'users/models.py': file('User'),
  };
  const { facts } = discoverIn(projectOf(files), Object.keys(files).sort(), 'git');
  expect(facts.find(({ id }) => id.startsWith('convention:orm:'))?.saidIn).toEqual(['README.md']);
});
