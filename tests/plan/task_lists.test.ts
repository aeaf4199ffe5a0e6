import { describe, expect, test } from 'vitest';
import { caseGroupsIn } from '../support/cases.ts';
import { type TaskListCase, toldOf } from '../support/task_lists.ts';

const groups = caseGroupsIn<Readonly<Record<string, readonly TaskListCase[]>>>('task_lists.yaml');

describe.each(Object.entries(groups))('%s', (_, cases) => {
  test.each(cases)('$it', (each) => {
    expect(toldOf(each)).toBe(each.plan);
  });
});
