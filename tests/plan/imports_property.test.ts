import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { printable } from '../../src/lib/index.ts';
import {
  assessPlan,
  draftOf,
  type ImportedTasks,
  importTasks,
  printPlan,
  type TaskFormat,
} from '../../src/plan/index.ts';
import { times } from '../support/cases.ts';
import { planOf } from '../support/plan.ts';

const word = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.constantFrom('add', 'the', 'schema', 'models', 'API', 'tests', 'é', '数', 'x1', 'fix'),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      'src/a.ts',
      'src/b.ts',
      'src/',
      'tests/**',
      '`lib/x y.ts`',
      '`docs/a.md`',
      'src/[id]/page.tsx',
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '#',
      '-',
      '1.',
      '>',
      '**a**:',
      '`code`',
      '|',
      '<b>',
      '```',
      '[ ]',
      '(2 hours)',
      ')',
      '](x)',
      '\u001b[31m',
      '\u202e',
      'Phase',
      'None',
      '(',
      '[',
      '{',
      '`',
      '\\',
    ),
  },
);
const text = fc.array(word, { minLength: 1, maxLength: 7 }).map((words) => words.join(' '));
const remark = (size: number) =>
  fc.oneof(
    fc.constantFrom(
      '',
      '',
      '',
      ' (parallel ready)',
      ' (sequential – foundation)',
      ' (sequential)',
      ' [P]',
      ' (2h)',
      ' (requires login)',
    ),
    fc.nat({ max: size }).map((number) => ` (depends on ${number})`),
    fc.constantFrom(
      ' (depends on schema)',
      ' (depends on all)',
      ' (after the previous task)',
      ' (depends on: none)',
    ),
  );

type Line = {
  readonly text: string;
  readonly remark: string;
  readonly box: string;
  readonly below: readonly string[];
};

/** Lists of tasks of which each says what it says, whatever marks are in it. */
const linesOf = (words: fc.Arbitrary<string>) =>
  fc.integer({ min: 1, max: 9 }).chain((size) =>
    fc.array(
      fc.record({
        text: words,
        remark: remark(size),
        box: fc.constantFrom('[ ]', '[ ]', '[ ]', '[x]'),
        below: fc.array(text, { maxLength: 2 }),
      }),
      { minLength: size, maxLength: size },
    ),
  );
const lines = linesOf(text);
/** Such as begin with a word, so that their numbers are those of the list. */
const plainLines = linesOf(text.filter((words) => /^\p{L}/u.test(words)));

const documents: Readonly<Record<TaskFormat, (all: readonly Line[]) => string>> = {
  phases: (all) =>
    `# Roadmap\n${all.map((line, index) => `\n## Phase ${index + 1}: ${line.text}${line.box === '[x]' ? ' ✅' : ''}\n${line.remark.includes('depends on') ? `\n**Depends on**: ${/depends on (\d+)/u.exec(line.remark)?.[1] ?? 'None'}\n` : ''}${below(line, '')}`).join('\n')}`,
  tasks: (all) =>
    all.map((line, index) => `${index + 1}. ${line.text}${line.remark}${below(line, '   ')}`).join('\n'),
  'spec-kit': (all) =>
    `# Tasks: X\n${all.map((line, index) => `${headingAt(index, ['Setup', 'Foundational', 'User Story 1', 'User Story 2', 'Polish'])}- ${line.box} T${String(index + 1).padStart(3, '0')} ${line.text}${line.remark.replace(/(\d+)\)$/u, (digits) => `T${digits.padStart(4, '0')}`)}${below(line, '  ')}`).join('\n')}`,
  openspec: (all) =>
    all
      .map(
        (line, index) =>
          `${index % 2 === 0 ? `\n## ${index / 2 + 1}. Part\n` : ''}- ${line.box} ${Math.floor(index / 2) + 1}.${(index % 2) + 1} ${line.text}${line.remark}${below(line, '  ')}`,
      )
      .join('\n'),
  cursor: (all) =>
    `---\nname: Plan\ntodos:\n${all.map((line, index) => `  - id: t${index + 1}\n    content: ${JSON.stringify([line.text, ...line.below].join('\n'))}\n    status: ${line.box === '[x]' ? 'completed' : 'pending'}`).join('\n')}\n---\n`,
  'task-file': ([line, ...more]) =>
    `---\nid: task-1\ntitle: ${JSON.stringify(line?.text ?? 'Something')}\nstatus: To Do\n---\n\n## Description\n\n${line?.text ?? ''}\n\n## Acceptance Criteria\n${more.map((each) => `- ${each.box} ${each.text}`).join('\n')}\n`,
  'todo-txt': (all) =>
    all
      .map((line, index) => `${line.box === '[x]' ? 'x 2026-01-02 ' : '(A) '}${line.text} +p${index}`)
      .join('\n'),
  gsd: (all) =>
    all
      .map(
        (line, index) =>
          `<task type="auto">\n  <name>Task ${index + 1}: ${line.text}</name>\n  <files>src/a${index}.ts</files>\n  <action>\n${line.below.map((each) => `- ${each}`).join('\n')}\n  </action>\n  <done>${line.text}</done>\n</task>`,
      )
      .join('\n\n'),
  'task-master': (all) =>
    JSON.stringify({
      master: {
        tasks: all.map((line, index) => ({
          id: index + 1,
          title: line.text,
          description: line.below.join('\n'),
          status: line.box === '[x]' ? 'done' : 'pending',
          dependencies: [...line.remark.matchAll(/depends on (\d+)/gu)].map(([, number]) => Number(number)),
          testStrategy: line.below.join('\n- '),
          subtasks: line.below.map((each, place) => ({
            id: place + 1,
            title: each,
            dependencies: place === 0 ? [] : [place],
          })),
        })),
      },
    }),
};

function below(line: Line, indent: string): string {
  return line.below.map((each) => `\n${indent}- ${each}`).join('');
}

function headingAt(index: number, names: readonly string[]): string {
  return index % 2 === 0 ? `\n## Phase ${index / 2 + 1}: ${names[index / 2] ?? 'More'}\n` : '';
}

const formats = fc.constantFrom<TaskFormat>(
  'tasks',
  'spec-kit',
  'openspec',
  'task-master',
  'gsd',
  'cursor',
  'task-file',
  'todo-txt',
);

/** Those that tell dependencies in the remarks of the lines above. */
const tellingFormats = fc.constantFrom<TaskFormat>('tasks', 'spec-kit', 'openspec', 'task-master');

/** Imports what can be imported; most lists of chance cannot, and say why. */
function imported(source: string, from: TaskFormat, options = {}): ImportedTasks | undefined {
  const result = importTasks({ text: source, file: 'tasks' }, { from, ...options });
  if (result.ok) return result.value;
  expect(result.problems.length).toBeGreaterThan(0);
  expect(result.problems.map(({ severity }) => severity)).toContain('error');
  return undefined;
}

describe('an imported plan', () => {
  test('reads as it was meant', () => {
    const runs = times(2_000);
    let count = 0;
    fc.assert(
      fc.property(lines, formats, fc.boolean(), (all, format, keepDone) => {
        const found = imported(documents[format](all), format, { keepDone });
        if (found === undefined) return;
        count += 1;
        const printed = printPlan(found.draft);
        const plan = planOf(printed);
        const said = draftOf(plan);
        expect(
          said.phases.map(({ id, dependencies, gates, steps }) => ({
            id,
            dependencies,
            gates: gates.length,
            steps: steps.length,
          })),
        ).toEqual(
          found.draft.phases.map(({ id, dependencies, gates, steps }) => ({
            id,
            dependencies,
            gates: gates.length,
            steps: steps.length,
          })),
        );
        expect(said.phases.map(({ files }) => files?.map(({ path }) => path))).toEqual(
          found.draft.phases.map(({ files }) => files?.map(({ path }) => path)),
        );
        expect(printPlan(said)).toBe(printed);
        expect(
          plan.phases
            .flatMap(({ dependencies }) => dependencies?.references ?? [])
            .every(({ phases }) => phases.length === 1),
        ).toBe(true);
      }),
      runs,
    );
    expect(count).toBeGreaterThan(runs.numRuns / 8);
  });

  test('has no circle, and no two phases side by side that name the same file', () => {
    fc.assert(
      fc.property(lines, formats, fc.boolean(), (all, format, inOrder) => {
        const found = imported(documents[format](all), format, format === 'tasks' ? { inOrder } : {});
        if (found === undefined) return;
        const { cycles, conflicts } = assessPlan(planOf(printPlan(found.draft)));
        expect(cycles).toEqual([]);
        expect(conflicts).toEqual([]);
      }),
      times(1_500),
    );
  });

  test('has no dependency that is neither told nor marked with a reason', () => {
    fc.assert(
      fc.property(plainLines, tellingFormats, (all, format) => {
        const found = imported(documents[format](all), format, { keepDone: true });
        if (found === undefined) return;
        for (const phase of found.draft.phases)
          for (const { id, note } of phase.dependencies) {
            const [index, on] = [placeOf(phase.id), placeOf(id)];
            const said = all[index]?.remark ?? '';
            const isTold =
              said.includes(`depends on ${on + 1})`) ||
              said.includes('depends on all') ||
              (said.includes('previous') && on === index - 1);
            const isMarked = /^inferred: \S/u.test(note ?? '');
            if (!isTold && !isByTitle(said, all, on)) expect(isMarked).toBe(true);
            if (!isMarked) expect(isTold || isByTitle(said, all, on)).toBe(true);
          }
        for (const { phase, on, reason } of found.inferred) {
          const note = found.draft.phases
            .find(({ id }) => id === phase)
            ?.dependencies.find(({ id }) => id === on)?.note;
          expect(note).toMatch(/^inferred: /u);
          expect(reason).not.toBe('');
        }
      }),
      times(1_500),
    );
  });
});

/** The place in the list of the task whose id is `3`, `T003` or `2.1`. */
function placeOf(id: string): number {
  const [part = '', within] = id.replace(/^T0*/u, '').split('.').map(Number);
  return within === undefined ? Number(part) - 1 : (Number(part) - 1) * 2 + within - 1;
}

/** Whether a remark names a task by the whole of its title; what stands there in brackets for a remark is no part of it. */
function isByTitle(said: string, all: readonly Line[], on: number): boolean {
  const title = printable(all[on]?.text ?? '').replace(/\(2 hours\)/gu, '');
  return said.includes('schema') && title.replace(/[^a-z]/gu, '') === 'schema';
}

test('any text at all is read or refused, and nothing throws', () => {
  const chunk = fc.oneof(
    text,
    fc.string({ maxLength: 20 }),
    fc.constantFrom(
      '\n',
      '\n\n',
      '\n- [ ] ',
      '\n1. ',
      '\n   - ',
      '\n## ',
      '- [ ] T001 ',
      '{"tasks":[',
      '{"id":',
      ']',
      '}',
      ',',
      '"a"',
      '1',
    ),
  );
  fc.assert(
    fc.property(
      fc.array(chunk, { maxLength: 30 }),
      fc.constantFrom<TaskFormat | 'auto'>('auto', 'tasks', 'spec-kit', 'openspec', 'task-master', 'gsd'),
      (chunks, from) => {
        const result = importTasks({ text: chunks.join(''), file: 'any' }, { from });
        if (result.ok)
          expect(planOf(printPlan(result.value.draft)).phases).toHaveLength(result.value.draft.phases.length);
        else expect(result.problems.length).toBeGreaterThan(0);
      },
    ),
    times(3_000),
  );
});
