import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { readLock } from '../../src/framework/index.ts';
import { emptyFolder, ROOT } from '../support/program.ts';

const SAMPLE = join(ROOT, 'output/Django_Model_Auditor/framework.lock.json');
type Lock = Record<string, unknown> & {
  files: Record<string, unknown>[];
  components: Record<string, unknown>[];
  inputs: Record<string, unknown>[];
  templates: Record<string, unknown>[];
};

let path: string;

beforeAll(() => {
  const folder = join(emptyFolder(), 'X');
  mkdirSync(folder);
  path = join(folder, 'framework.lock.json');
});

/** An input that stands between boundaries. */
function blockOf({ inputs }: Lock): Record<string, unknown> {
  return inputs.find(({ kind }) => kind === 'material') ?? {};
}

async function reading(change: (lock: Lock) => void) {
  const lock = JSON.parse(readFileSync(SAMPLE, 'utf8')) as Lock;
  change(lock);
  writeFileSync(path, JSON.stringify(lock));
  return readLock(path, 'lock');
}

describe('a lock file', () => {
  test('of the first version is upgraded in memory to what this one writes', async () => {
    const now = await reading(() => {});
    const upgraded = await reading((lock) => {
      lock.schema = 'orchestrator.framework-lock/1';
      for (const file of lock.files) delete file.sha256;
      for (const template of lock.templates) delete template.origin;
      delete lock.unresolved;
    });
    expect(now.ok && upgraded.ok).toBe(true);
    if (!now.ok || !upgraded.ok) return;
    const templates = now.value.templates.map((template) => ({ ...template, origin: null }));
    expect(upgraded.value).toEqual({ ...now.value, templates });
  });

  test('of a newer version is refused, and one with a field more is read', async () => {
    const newer = await reading((lock) => {
      lock.schema = 'orchestrator.framework-lock/3';
    });
    expect(newer).toMatchObject({ ok: false, problems: [{ code: 'lock-newer' }] });
    const more = await reading((lock) => {
      lock.mood = 'good';
    });
    expect(more.ok).toBe(true);
  });

  test.each<[string, (lock: Lock) => void]>([
    ['a name that is a path', (lock) => (lock.name = '../../x')],
    ['a title of two lines', (lock) => (lock.title = 'a\nb')],
    ['a goal that is a number', (lock) => (lock.goal = '3')],
    ['a file outside its folder', (lock) => Object.assign(lock.files[0] ?? {}, { file: '../00_PERSONA.md' })],
    [
      'a file name for a value that there is not',
      (lock) => (lock.answers = { values: {}, valueFiles: { artifact: 'x.py' } }),
    ],
    ['a text that is not that of its hash', (lock) => Object.assign(lock.files[1] ?? {}, { text: 'else' })],
    ['one file twice', (lock) => (lock.files[1] = { ...lock.files[0] })],
    ['one file only', (lock) => lock.files.pop()],
    [
      'a component that is a path',
      (lock) => Object.assign(lock.components[0] ?? {}, { file: '../../x.txt' }),
    ],
    ['a component twice', (lock) => lock.components.push({ ...lock.components[0] })],
    [
      'a placeholder with a hash',
      (lock) => Object.assign(lock.components[0] ?? {}, { status: 'placeholder' }),
    ],
    [
      'a todo without a placeholder',
      (lock) => (lock.todos = [{ kind: 'persona', file: 'x.txt', message: 'x' }]),
    ],
    ['a value for no input', (lock) => (lock.answers = { values: { nothing: 'x' } })],
    ['an input twice', (lock) => lock.inputs.push({ ...lock.inputs[0] })],
    ['a block without boundaries', (lock) => Object.assign(blockOf(lock), { open: null })],
    ['half a boundary in the text', (lock) => Object.assign(blockOf(lock), { open: '<else>' })],
    ['a template of another name', (lock) => Object.assign(lock.templates[0] ?? {}, { file: 'x.hbs' })],
    [
      'a merge of no file of it',
      (lock) => (lock.unresolved = [{ file: 'x', base: '', before: '0'.repeat(64), mark: '01234567' }]),
    ],
  ])('that has %s is refused as contradicting itself', async (_, change) => {
    const read = await reading(change);
    expect(read).toMatchObject({ ok: false, cause: 'problems' });
    expect(read.ok ? [] : read.problems.map(({ code }) => code)).toContain('lock-inconsistent');
  });
});
