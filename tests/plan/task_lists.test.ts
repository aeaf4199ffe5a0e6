import { describe, expect, test } from 'vitest';
import { casesIn } from '../support/cases.ts';
import { type TaskListCase, toldOf } from '../support/task_lists.ts';

const groups = casesIn('task_lists.yaml') as unknown as Readonly<Record<string, readonly TaskListCase[]>>;

describe.each(Object.entries(groups))('%s', (_, cases) => {
  test.each(cases)('$it', (each) => {
    expect(toldOf(each)).toBe(each.plan);
  });
});
