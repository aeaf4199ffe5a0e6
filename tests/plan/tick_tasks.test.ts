import { describe, expect, test } from 'vitest';
import { tickTasks } from '../../src/plan/index.ts';

function tick(raw: string, ...titles: readonly string[]) {
  const done = titles.map((title, place) => ({ id: `${place + 1}`, title }));
  const ticked = tickTasks(raw, { file: 'tasks.md', done });
  if (!ticked.ok) throw new Error(ticked.problems.map(({ message }) => message).join('\n'));
  return ticked.value;
}

const LISTS: Readonly<Record<string, readonly [text: string, title: string, from: string, to: string]>> = {
  'plain boxes': [
    '# Tasks\n\n- [ ] Write the parser in src/parse.ts\n* [ ] Test it in tests/parse.test.ts',
    'Test it in tests/parse.test.ts',
    '* [ ] Test',
    '* [x] Test',
  ],
  'Spec Kit': [
    '# Tasks: Login\n\n## Phase 1: Setup\n\n- [ ] T001 Create the project in src/\n- [X] T002 [P] Configure the linter in lint.json\n\n## Phase 2: Core\n\n- [ ] T003 [P] [US1] Add the model in src/user.ts\n',
    'Add the model in src/user.ts',
    '- [ ] T003',
    '- [x] T003',
  ],
  OpenSpec: [
    '## 1. Models\n\n- [ ] 1.1 Create the model in src/model.ts\n  - [ ] with its index\n- [ ] 1.2 Migrate the data in src/migrate.ts\n\n## 2. Pages\n\n- [x] 2.1 Show it in src/page.ts\n',
    'Create the model in src/model.ts',
    '- [ ] 1.1',
    '- [x] 1.1',
  ],
  'Task Master': [
    '{\n\t"master": {\n\t\t"tasks": [\n\t\t\t{ "id": 1, "title": "Set up", "status": "done", "dependencies": [] },\n\t\t\t{ "id": 2, "title": "Build it", "description": "Build \\"status\\": \\"pending\\" of it.", "status" : "in-progress", "dependencies": [1], "subtasks": [{"id": 1, "title": "One", "status": "pending"}] }\n\t\t]\n\t}\n}',
    'Build it',
    '"status" : "in-progress"',
    '"status" : "done"',
  ],
};

describe('ticks in a task list', () => {
  for (const [name, [text, title, from, to]] of Object.entries(LISTS))
    test(`[promise:ticks] of ${name} change their own marks and no other byte, twice nothing`, () => {
      const forms: readonly (readonly [string, (text: string) => string])[] = [
        ['as it is', (same) => same],
        ['CRLF', (own) => own.replaceAll('\n', '\r\n')],
        ['with a byte order mark', (own) => `\ufeff${own}`],
        ['both, and a final newline', (own) => `\ufeff${own.replaceAll('\n', '\r\n')}\r\n`],
      ];
      for (const [form, make] of forms) {
        const raw = make(text);
        const once = tick(raw, title);
        expect([form, once.left, once.ticked.map((each) => each.title)]).toEqual([form, [], [title]]);
        expect(raw.split(from)).toHaveLength(2);
        expect(once.text).toBe(raw.replace(from, to));
        const twice = tick(once.text, title);
        expect(twice.text).toBe(once.text);
        expect([twice.ticked, twice.before.length]).toEqual([[], 1]);
      }
    });

  test('are not made where the task is another now, or several have its title', () => {
    const list = '- [ ] Write the parser\n- [ ] Same thing\n- [ ] Same thing\n';
    const { text, left } = tick(list, 'Write the printer', 'Same thing');
    expect(text).toBe(list);
    expect(left.map(({ why }) => why)).toEqual([
      'no task has this title: the list has changed, or it is a different one',
      'several tasks have this title',
    ]);
  });

  test('need a list that can be read', () => {
    expect(tickTasks('{ "tasks": [', { file: 'tasks.json', done: [] })).toMatchObject({ ok: false });
  });
});
