import { describe, expect, test } from 'vitest';
import { gatesIn } from '../../src/plan/tasks/gate_text.ts';
import { readListDocument } from '../../src/plan/tasks/list_items.ts';
import { namedFiles } from '../../src/plan/tasks/named_files.ts';
import { areNumberedBoxes } from '../../src/plan/tasks/numbered_boxes.ts';
import { takeRemarks } from '../../src/plan/tasks/remarks.ts';
import { casesIn } from '../support/cases.ts';

describe('the files that a task names', () => {
  test.each(casesIn<{ text: string; files: string[] }>('task_files.yaml'))('$text', ({ text, files }) => {
    expect(namedFiles(text)).toEqual(files);
  });
});

type RemarkCase = {
  readonly text: string;
  readonly title: string;
  readonly needs?: readonly string[];
  readonly pace?: string;
  readonly hours?: number;
  readonly free?: boolean;
  readonly labels?: readonly string[];
};

describe('the remarks of a task', () => {
  test.each(casesIn<RemarkCase>('task_remarks.yaml'))('$text', (expected) => {
    const { title, needs, pace, hours, isFree, labels } = takeRemarks({
      text: expected.text,
      line: 1,
      column: 1,
    });
    expect({
      title,
      needs: needs.map(
        (need) =>
          `${need.column} ${need.text}${need.isFirm ? '' : '?'}${need.note === undefined ? '' : ` [${need.note}]`}`,
      ),
      pace: pace?.value,
      hours,
      free: isFree,
      labels,
    }).toEqual({
      title: expected.title,
      needs: expected.needs ?? [],
      pace: expected.pace,
      hours: expected.hours,
      free: expected.free ?? false,
      labels: expected.labels ?? [],
    });
  });
});

describe('what a source says of how a task is checked', () => {
  test('becomes a gate for each bullet, and one for lines that run on', () => {
    expect(gatesIn('Run the suite\nand look at it.\n\n- One\n- Two\n  goes on\n1. Three')).toEqual([
      'Run the suite and look at it.',
      'One',
      'Two goes on',
      'Three',
    ]);
  });

  test('keeps code that is a command, and makes no command of code that is none', () => {
    expect(gatesIn('Run `npm test -- a` on `src/a.ts`; `getAll()` gives `null`')).toEqual([
      'Run `npm test -- a` on "src/a.ts"; "getAll()" gives "null"',
    ]);
  });
});

describe('numbers that put all tasks in order', () => {
  test.each([
    ['headings', ['## Task 1: Menu', '- a', '## Task 2: Search', '- b', '## Task 3: Footer', '- c'], true],
    ['boxes', ['- [ ] 1. Menu', '- [ ] 2. Search', '- [ ] 3. Footer'], true],
    ['headings with a gap', ['## Task 1: Menu', '## Task 2: Search', '## Task 5: Footer'], false],
    ['headings that go down', ['## Task 3: Menu', '## Task 2: Search', '## Task 1: Footer'], false],
    ['two headings', ['## Task 1: Menu', '## Task 2: Search'], false],
    [
      'headings in any order',
      ['# Plan', 'In any order:', '## Task 1: Menu', '## Task 2: Search', '## Task 3: Footer'],
      false,
    ],
  ])('%s', (_, lines, isInOrder) => {
    const document = readListDocument({ text: lines.join('\n'), file: 'plan.md' });
    const items = document.items.filter(({ mark, box }) => mark === 'heading' || box !== undefined);
    expect(areNumberedBoxes(items, document)).toBe(isInOrder);
  });
});
