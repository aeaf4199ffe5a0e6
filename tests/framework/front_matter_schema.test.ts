import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { validateComponent } from '../../src/framework/generated/validators.js';
import { FOLDERS, readBuiltIn, readBuiltInComponent } from '../../src/framework/index.ts';
import { ROOT } from '../support/program.ts';

const schema = JSON.parse(readFileSync(join(ROOT, 'schemas/component.schema.json'), 'utf8')) as {
  properties: Record<string, { description?: string }>;
};

test('the schema of front matter has the keys that the library speaks of, each with a description', () => {
  expect(Object.keys(schema.properties).sort()).toEqual(
    [
      ...['id', 'kind', 'summary', 'use_when', 'avoid_when', 'goals', 'interaction', 'requires_inputs'],
      ...['optional_inputs', 'requires_tools', 'owns', 'conflicts_with', 'exits', 'needs_exit'],
      ...[
        'output_headings',
        'check',
        'version',
        'origin',
        'status',
        'generated',
        'title',
        'history',
        'source',
        'license',
      ],
    ].sort(),
  );
  for (const [key, { description }] of Object.entries(schema.properties))
    expect([key, description]).toEqual([key, expect.any(String)]);
});

test('every shipped component keeps to it', () => {
  const { components } = readBuiltIn(ROOT);
  expect(components.length).toBeGreaterThan(50);
  for (const name of components) {
    const { metadata } = readBuiltInComponent(ROOT, name);
    expect([FOLDERS[name.kind], name.file, validateComponent(metadata)]).toEqual([
      FOLDERS[name.kind],
      name.file,
      true,
    ]);
  }
});

test.each([
  [{}, false],
  [{ id: 'a', kind: 'persona' }, true],
  [{ id: 'a', kind: 'role' }, false],
  [{ id: 'A-b', kind: 'persona' }, false],
  [{ id: 'a', kind: 'persona', verison: '1.0.0' }, false],
  [{ id: 'a', kind: 'persona', version: '1.0' }, false],
  [{ id: 'a', kind: 'persona', version: '1.0.0-rc.1+build' }, true],
  [{ id: 'a', kind: 'persona', owns: ['b', 'b'] }, false],
  [{ id: 'a', kind: 'persona', generated: { model: 'm', date: 'd', description: 'x', prompt: 'p' } }, true],
  [{ id: 'a', kind: 'persona', generated: { model: 'm' } }, false],
])('%j is kept to: %s', (metadata, isValid) => {
  expect(validateComponent(metadata)).toBe(isValid);
});
