import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { documentFaults } from '../support/documents.ts';
import { ranBatch } from '../support/done_batch.ts';
import { documentOf, run } from '../support/program.ts';
import { putFiles } from '../support/repository.ts';

const LIST = '\ufeff# Tasks\r\n\r\n- [ ] Part 1\r\n- [ ] Part 2\r\n- [ ] Part 3\r\n- [ ] Later';

test('[promise:update-context] keeps what failed, discovers again, and ticks what is merged; twice it changes nothing', async () => {
  const { cwd } = await ranBatch([1, 3]);
  putFiles(cwd, { 'tasks.md': LIST });
  const of = (...args: string[]) =>
    run(['batch', 'update-context', '1', '--tasks', 'tasks.md', ...args], { cwd });
  const list = () => readFileSync(join(cwd, 'tasks.md'), 'utf8');
  // Not yet in what is checked out.
  const early = documentOf(await of('--dry-run', '--json'));
  expect(documentFaults(early)).toBe('');
  expect(early).toMatchObject({ tasks: { ticked: [] }, problems: [{ code: 'not-delivered' }] });
  expect((await run(['batch', 'merge', '1', '--yes'], { cwd })).code).toBe(0);

  const dry = await of('--dry-run');
  expect(dry.out).toContain('-- [ ] Part 1\n');
  expect(dry.out).toContain('+- [x] Part 1\n');
  expect(list()).toBe(LIST);
  const refused = await of();
  expect(refused.code).toBe(2);
  expect(list()).toBe(LIST);

  const made = documentOf(await of('--yes', '--json'));
  expect(documentFaults(made)).toBe('');
  expect(made).toMatchObject({
    facts: [{ kind: 'failure', text: '"Part 2" (phase 2 of batch 1) failed: no try is left', isNew: true }],
    tasks: {
      ticked: [
        { id: '1', line: 3 },
        { id: '3', line: 5 },
      ],
      left: [],
    },
  });
  expect(list()).toBe(LIST.replace('[ ] Part 1', '[x] Part 1').replace('[ ] Part 3', '[x] Part 3'));
  expect((await run(['memory', 'list'], { cwd })).out).toContain('Part 2');

  const again = documentOf(await of('--yes', '--json'));
  expect(again).toMatchObject({
    facts: [{ isNew: false }],
    context: { isStale: false, written: [] },
    tasks: { ticked: [], before: 2 },
    diff: '',
  });
});

test('tells what was changed in the list since, and takes no list from outside of the project', async () => {
  const { cwd } = await ranBatch([1, 2, 3]);
  expect((await run(['batch', 'merge', '1', '--yes'], { cwd })).code).toBe(0);
  putFiles(cwd, { 'tasks.md': '- [ ] Part 1\n- [ ] Part two\n- [x] Part 3\n' });
  const of = (file: string) =>
    run(['batch', 'update-context', '1', '--tasks', file, '--yes', '--json'], { cwd });
  expect(documentOf(await of('tasks.md'))).toMatchObject({
    ok: true,
    tasks: { ticked: [{ id: '1' }], before: 1, left: [{ id: '2' }] },
    problems: [{ code: 'task-not-ticked' }],
  });
  expect(await of('../tasks.md')).toMatchObject({ code: 2 });
  expect(await of('none.md')).toMatchObject({ code: 2 });
});

test('without a name, the one list that has a task for every phase is ticked; of several, none', async () => {
  const { cwd } = await ranBatch([1, 2, 3]);
  putFiles(cwd, {
    'specs/a/tasks.md': '- [ ] Part 1\n- [ ] Part 2\n- [ ] Part 3\n- [ ] Later\n',
    'specs/b/tasks.md': '- [ ] Part 1\n- [ ] Another\n',
  });
  const of = (...args: string[]) => run(['batch', 'update-context', '1', '--json', ...args], { cwd });
  expect(documentOf(await of('--dry-run'))).toMatchObject({ tasks: null, problems: [] });
  expect((await run(['batch', 'merge', '1', '--yes'], { cwd })).code).toBe(0);
  putFiles(cwd, { 'todo.md': '- [ ] Part 1\n- [ ] Part 2\n- [ ] Part 3\n' });
  const both = documentOf(await of('--dry-run'));
  expect(both).toMatchObject({ ok: true, tasks: null, problems: [{ code: 'task-lists-alike' }] });
  rmSync(join(cwd, 'todo.md'));
  putFiles(cwd, { 'specs/a/tasks.md': '- [ ] Part 1\n- [ ] Part two\n- [ ] Part 3\n- [ ] Later\n' });
  const near = documentOf(await of('--dry-run'));
  expect(near).toMatchObject({ ok: true, tasks: null, problems: [{ code: 'task-list-differs' }] });
  expect(JSON.stringify(near.problems)).toContain('./specs/a/tasks.md has one for 2 of 3');
  putFiles(cwd, { 'specs/a/tasks.md': '- [ ] Part 1\n- [ ] Part 2\n- [ ] Part 3\n- [ ] Later\n' });
  const made = documentOf(await of('--yes'));
  expect(documentFaults(made)).toBe('');
  expect(made).toMatchObject({ tasks: { ticked: [{ id: '1' }, { id: '2' }, { id: '3' }], left: [] } });
  expect(readFileSync(join(cwd, 'specs/a/tasks.md'), 'utf8')).toContain('- [x] Part 3\n- [ ] Later\n');
  expect(documentOf(await of('--yes'))).toMatchObject({ tasks: { ticked: [], before: 3 }, diff: '' });
});
