import { describe, expect, test } from 'vitest';
import { gatesIn } from '../../src/plan/tasks/gate_text.ts';
import { namedFiles } from '../../src/plan/tasks/named_files.ts';
import { taskList } from '../../src/plan/tasks/task_list.ts';
import { caseGroupsIn, casesIn } from '../support/cases.ts';
import { toldFormat, toldItems, toldMeanings, toldRemarks, toldTitle } from '../support/task_pieces.ts';

type Pieces = {
  readonly [kind in 'items' | 'gates' | 'remarks' | 'files']: readonly [string, readonly string[]][];
} & {
  readonly [kind in 'formats' | 'titles']: readonly [string, string][];
} & { readonly outside: readonly string[] };
const pieces = caseGroupsIn<Pieces>('task_pieces.yaml');

test.each(pieces.items)('the items of %j', (text, meaning) => {
  expect(toldItems(text)).toEqual(meaning);
});

test.each(pieces.gates)('the gates in %j', (text, meaning) => {
  expect(gatesIn(text)).toEqual(meaning);
});

test.each(pieces.remarks)('the remarks of %j', (text, meaning) => {
  expect(toldRemarks(text)).toEqual(meaning);
});

test.each(pieces.files)('the files in %j', (text, meaning) => {
  expect(namedFiles(text)).toEqual(meaning);
});

test.each(pieces.formats)('the format of %j', (text, format) => {
  expect(toldFormat(text)).toBe(format);
});

test.each(pieces.titles)('the title of %j', (text, title) => {
  expect(toldTitle(text)).toBe(title);
});

/** With a plus where the list under the heading holds tasks, beside another that does. */
test.each(pieces.outside.map((each) => [each.slice(2), each.startsWith('+')] as const))(
  'the list under the heading %j: %j',
  (heading, holdsTasks) => {
    const list = taskList.read({ text: `- a\n## ${heading}\n- b`, file: 'list' }, {});
    expect(list.ok && list.value.tasks.map(({ title }) => title)).toEqual(holdsTasks ? ['a', 'b'] : ['a']);
  },
);

type NeedCases = {
  readonly list: string;
  /** Each: the number of the task that says it, what it says, what that means. */
  readonly needs: readonly [task: number, text: string, meaning: readonly string[]][];
};

describe.each(casesIn<NeedCases>('task_needs.yaml'))('in the list $list', ({ list, needs }) => {
  test.each(needs)('task %i needs %j', (task, text, meaning) => {
    expect(toldMeanings(list, task, text)).toEqual(meaning);
  });
});
