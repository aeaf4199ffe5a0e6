import { describe, expect, test } from 'vitest';
import { readDocument } from '../../src/plan/index.ts';
import type { TaskProblem } from '../../src/plan/tasks/importer.ts';
import { withTriedSections } from '../../src/plan/tasks/tried_sections.ts';
import { casesIn } from '../support/cases.ts';

const BESIDE = `# Move the shop

## Phase 1: Base
- Write src/base.ts
## Phase 2: Pages
- Write src/pages.ts

## Left from spring
- [ ] Take the old login away
- [ ] Rename the tables
`;

describe('a section that is advised', () => {
  test('beside the parts is read as the list that it is', () => {
    const whole = readDocument(BESIDE, 'plan.md', { title: 'Untitled' });
    const boxes = whole.ok
      ? whole.value.problems.find(({ message }) => message.includes('tick boxes'))
      : undefined;
    expect(boxes?.message).toContain('“Left from spring” (line 8: 2)');
    expect(boxes?.hint).toContain('--section');
    const one = readDocument(BESIDE, 'plan.md', { title: 'Untitled', section: 'Left from spring' });
    expect(one.ok && one.value.plan.phases.map(({ title }) => title)).toEqual([
      'Take the old login away',
      'Rename the tables',
    ]);
    expect(readDocument(BESIDE, 'plan.md', { title: 'Untitled', section: 'Summer' }).ok).toBe(false);
  });

  test.each(['kinds', 'orders', 'marks', 'rounds', 'rounds_later', 'languages', 'read_blind'])(
    'can be read, in all documents of %s',
    (name) => {
      for (const { text } of casesIn<{ text: string }>(`documents/${name}.yaml`)) {
        const read = readDocument(text, 'plan.md', { title: 'Untitled' });
        const problems = read.ok ? read.value.problems : read.problems;
        for (const { hint = '', message } of problems) {
          const named = [...hint.matchAll(/--section "([^"…]+)"/gu)];
          const isOpen =
            hint.includes('--section "…"') && message.includes('left out') && !/other/u.test(hint);
          const quoted = isOpen ? [...message.matchAll(/“([^”]+)” \(line \d/gu)] : [];
          for (const [, section = ''] of [...named, ...quoted]) {
            const again = readDocument(text, 'plan.md', {
              title: 'Untitled',
              section: section.replace(/…$/u, ''),
            });
            expect([section, again.ok]).toEqual([section, true]);
          }
        }
      }
    },
  );

  test('is not advised where there is no task in it', () => {
    const told = (hint: string): TaskProblem => ({
      ...{ severity: 'warning', code: 'work-unclear', file: 'plan.md', hint },
      message: 'Boxes are left out: “Spring” (line 3: 2), “Winter” (line 9: 1).',
    });
    const hints = (hint: string, readable: readonly string[]) =>
      withTriedSections([told(hint)], (name) => readable.includes(name)).map((each) => each.hint);
    const two =
      'If they are work, make them a part, or choose the section that holds the work with --section "…".';
    expect(hints(two, ['Spring', 'Winter'])).toEqual([two]);
    expect(hints(two, ['Winter'])).toEqual([two.replace('…', 'Winter')]);
    expect(hints(two, [])).toEqual(['If they are work, make them a part.']);
    const one = 'If one of them is the work, add --section and its heading.';
    expect(hints(one, ['Spring'])).toEqual(['If one of them is the work, add --section "Spring".']);
    expect(hints(one, [])).toEqual([undefined]);
    expect(hints('If that is meant, add --section "Summer".', ['Spring'])).toEqual([undefined]);
    expect(hints('Give the tasks tick boxes.', [])).toEqual(['Give the tasks tick boxes.']);
  });
});
