import { expect, test } from 'vitest';
import { importTasks } from '../../src/plan/index.ts';
import { surelyOwnPlan } from '../../src/plan/tasks/own_plan.ts';

const PLAN = [
  ...['# Plan', '', '## Phases', '', '### Phase 1: One', '**Goal**: It works.', '**Dependencies**: None'],
  ...['', '### Phase 2: Two', '**Goal**: It works too.', '**Dependencies**: Phase 1', ''],
].join('\n');

test('a plan in its own form is known without the importers, and they say the same', () => {
  expect(surelyOwnPlan({ text: PLAN, file: 'plan.md' }).plan?.phases).toHaveLength(2);
  const imported = importTasks({ text: PLAN, file: 'plan.md' }, { from: 'auto' });
  expect(!imported.ok && imported.problems.map(({ code }) => code)).toEqual(['task-list-is-plan']);
});

test.each([
  ['numbers of Spec Kit', `${PLAN}- [ ] T001 Create the model\n`],
  ['numbers of OpenSpec', `## 1. Models\n- [ ] 1.1 Create the model\n\n${PLAN}`],
  ['a task in tags', `${PLAN}<task><name>Create the model</name></task>\n`],
  ['todos in the front matter', `---\ntodos:\n  - id: model\n---\n${PLAN}`],
  ['JSON', '{ "tasks": [{ "id": 1 }] }'],
  ['a conflict of a merge', `${PLAN}<<<<<<< ours\na\n=======\nb\n>>>>>>> theirs\n`],
  ['what nobody sees', `${PLAN}<!-- ### Phase 3: Three -->\n`],
])('with %s, the importers are asked', (_, text) => {
  expect(surelyOwnPlan({ text, file: 'plan.md' }).plan).toBeUndefined();
});
