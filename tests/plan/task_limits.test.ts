import { describe, expect, test } from 'vitest';
import { type ImportOptions, importTasks, readDocument, type TaskFormat } from '../../src/plan/index.ts';
import { importAs } from '../../src/plan/tasks/import_tasks.ts';
import type { Importer } from '../../src/plan/tasks/importer.ts';
import { namedFiles } from '../../src/plan/tasks/named_files.ts';
import { phases } from '../../src/plan/tasks/phases.ts';
import { specKit } from '../../src/plan/tasks/spec_kit.ts';
import { storiesIn } from '../../src/plan/tasks/spec_kit_names.ts';
import { waitedParts } from '../../src/plan/tasks/spec_kit_parts.ts';
import { taskList } from '../../src/plan/tasks/task_list.ts';
import { describeLarge } from '../support/cases.ts';
import { toldMeanings } from '../support/task_pieces.ts';

/** Lines made of their numbers from 1. */
function linesOf(count: number, line: (number: number) => string): string {
  return Array.from({ length: count }, (_, index) => line(index + 1)).join('\n');
}

function imported(text: string, from: TaskFormat, options: ImportOptions = {}) {
  return importTasks({ text, file: 'list' }, { from, ...options });
}

function messagesOf(result: ReturnType<typeof imported>): string[] {
  return (result.ok ? result.value : result).problems.map(({ message, hint = '' }) =>
    `${message} ${hint}`.trim(),
  );
}

test('a document of more lines than anybody writes is refused with their number, whatever they are', () => {
  const told = (text: string) => {
    const read = readDocument(text, 'plan.md', { title: 'A' });
    return read.ok ? [] : read.problems.map(({ message }) => message);
  };
  const refusal = ['A plan or a task list may have at most 100000 lines; this file has 100001.'];
  const text = (lines: number, line: string, end: string) =>
    `## Phase 1: A${end}${`${line}${end}`.repeat(lines - 2)}b`;
  for (const [line, end] of [
    ['', '\n'],
    ['a\u200b', '\r\n'],
    ['- [ ]', '\r'],
  ] as const)
    expect(told(text(100_001, line, end))).toEqual(refusal);
  // Every line end is counted above; reading so many lines takes long, so the limit itself is tried with one.
  expect(told(text(100_000, '', '\n')).join()).not.toContain('at most 100000 lines');
});

test.each([' ', '\n'])('a long run of %j in the text about a whole document is read at once', (character) => {
  const run = `One${character.repeat(90_000)}process.\nTwo.`;
  const text = `# Plan\n\n## Architecture\n\n${run}\n\n## Phase 1: A\n- Write a\n\n## Phase 2: B\n- Write b\n`;
  const read = readDocument(text, 'plan.md', { title: 'Plan' });
  const messages = read.ok ? read.value.problems.map(({ message }) => message) : [];
  expect(messages.join()).toContain('how it is built; too long to be kept as context');
});

const blanks = ' '.repeat(40_000);

test.each([
  ['in a heading', `## Later${blanks}x`],
  ['in a heading of a part', `## Phase 2: a${blanks}x`],
  ['before a clock', `## Phase 2: a ${blanks}⏱${blanks}x`],
  ['in a heading of aims', `### Goals${blanks}x`],
  ['in a heading beyond ASCII', `### Ziele für später${blanks}x`],
  ['in a label', `Goals:${blanks}x`],
  ['in an item', `- [ ] a${blanks}x`],
  ['after a tick', `- ✅ a${blanks}x`],
  ['in a record of what is missing', `- [x] a${blanks}b, still missing${blanks}x`],
  ['in a list of files', `- Modify: All files${blanks}x`],
  ['made of emphasis', `## ${'*_'.repeat(20_000)}x`],
  ['made of colons', `${':'.repeat(40_000)}x`],
  ['made of signs', `- ${'✅ '.repeat(20_000)}x`],
  ['of many labels of aims', '**Goals:**\n- ✅ a\n'.repeat(20_000)],
])('a plan with ticks is read at once with a very long run %s', (_, run) => {
  const text = `# Plan\n\n## Phase 1: A\n**Goal**: g\n- [ ] one\n\n**Deliverables:**\n- ✅ x\n\n${run}\n- [ ] z\n`;
  const read = readDocument(text, 'plan.md', { title: 'Plan' });
  expect(read.ok && read.value.plan.phases.map(({ title }) => title)).toContain('A');
});

test('a plan may have as many phases as a list has tasks', () => {
  const plan = (count: number) =>
    readDocument(
      linesOf(count, (number) => `### Phase ${number}: A\n**Dependencies**: None\n`),
      'plan.md',
      { title: 'A' },
    );
  expect(plan(2000).ok).toBe(true);
  expect(plan(2001)).toMatchObject({
    problems: [{ message: expect.stringContaining('may have at most 2000') }],
  });
});

describeLarge('a very large task list', () => {
  test('is refused where it has more tasks than anybody has', () => {
    expect(messagesOf(imported('- [ ] a\n'.repeat(2001), 'tasks'))).toEqual([
      'A task list may have at most 2000 tasks; this one has 2001. Split it into several lists.',
    ]);
  });

  test.each([
    [
      'rows',
      (count: number) =>
        `| ID | Task |\n|---|---|\n${linesOf(count, (number) => `| T${number} | a${number} |`)}`,
    ],
    ['phases', (count: number) => linesOf(count, (number) => `**Phase ${number}: a**\n\n- do it\n`)],
  ] as const)('of %s is refused before any of it is read', (what, text) => {
    const source = { text: text(2001), file: 'list' };
    const importer = what === 'rows' ? taskList : phases;
    expect(importer.count?.(source)).toBe(2001);
    const unread: Importer = {
      ...importer,
      read: () => {
        throw new Error('It was read.');
      },
    };
    const refused = importAs({ source, problems: [] }, { importer: unread, reason: 'test' }, {});
    expect(messagesOf(refused)).toEqual([
      'A task list may have at most 2000 tasks; this one has 2001. Split it into several lists.',
    ]);
    expect(importer.count?.({ text: text(2000), file: 'list' })).toBe(2000);
  });

  test('is refused where it has more dependencies than anybody tells', () => {
    const text = linesOf(640, (number) => `${number}. a (depends on all)`);
    expect(messagesOf(imported(text, 'tasks'))).toEqual([
      'A task list may have at most 200000 dependencies; this one has more.',
    ]);
  });

  test.each([
    ['tasks', (count: number) => linesOf(count, (number) => `- [ ] T-${number} a (depends on T-0000)`)],
    [
      'phases',
      (count: number) => linesOf(count, (number) => `## Phase ${number}: a\n**Dependencies**: Phase 0000x`),
    ],
  ] as const)('is refused where it names thousands of tasks that are not there: %s', (from, text) => {
    const refusal =
      'A task list may name at most 1000 tasks that do not exist; with this one it names more. Check the names: a task is identified by its number, its id or its whole title.';
    expect(messagesOf(imported(text(1000), from))).not.toContain(refusal);
    const refused = imported(text(1001), from);
    expect(messagesOf(refused)).toEqual([refusal]);
    expect(refused).toMatchObject({
      problems: [{ code: 'too-many-dependencies', line: from === 'tasks' ? 1001 : 2002 }],
    });
  });

  test('is refused where it has more dependencies than an order may come to', () => {
    const part = (name: string) => `## ${name}\n${linesOf(450, () => '- [ ] [P] a')}`;
    expect(messagesOf(imported(`${part('Setup')}\n${part('Foundation')}`, 'spec-kit'))).toEqual([
      'A task list may have at most 200000 dependencies; this one has more.',
    ]);
  });
});

test.each([
  ['1.', '- [ ] 1.2.3.4 Do it'],
  ['1-', '- [ ] 1.2.3.4: Do it'],
  ['A1.', '- [ ] **1.2.3.4** Do it'],
])(
  'a text of hundreds of thousands of numbers (%s) is read to its end, and a number has as many parts as anybody writes',
  (part, numbered) => {
    const text = `# Tasks\n- [ ] ${part.repeat(300_000)}\n${numbered}\n`;
    const result = imported(text, 'tasks');
    expect(result.ok && result.value.draft.phases.map(({ title }) => title.slice(0, 5))).toEqual([
      part.repeat(5).slice(0, 5),
      'Do it',
    ]);
  },
);

test.each([
  [
    'words between files',
    `**Files Modified**: ${Array.from({ length: 60_000 }, (_, at) => `a/b${at} c`).join(' ')}`,
  ],
  ['code spans of a gate', `**Validation Gates**:\n- [ ] It works ${'`a` '.repeat(80_000)}`],
])('a phase with very many %s is read to its end', (_, field) => {
  const read = readDocument(`### Phase 1: A\n**Goal**: g\n${field}\n`, 'plan.md', { title: 'T' });
  const [phase] = read.ok ? read.value.plan.phases : [];
  expect(phase?.files?.entries.length ?? phase?.gates.length).toBe(field.startsWith('**F') ? 60_000 : 1);
});

test.each([
  [':::', ' ', ':'],
  [':::note', ' ', ':'],
  [':::', ':', 'a:'],
  [':::{', 'title="', ':'],
])('a line of %s and very many of "%s" is read to its end', (opening, character, end) => {
  const read = readDocument(
    `# Tasks\n\n- [ ] a\n${opening}${character.repeat(300_000 / character.length)}${end}\n- [ ] b\n`,
    'plan.md',
    {
      title: 'T',
    },
  );
  expect(read.ok && read.value.plan.phases).toHaveLength(2);
});

test.each([' - estimated', ' - estimated time', ', 予想工数', ' - depends on', ' ·'])(
  'a task with "%s" and very many spaces is read to its end',
  (words) => {
    const read = readDocument(`# Tasks\n\n- [ ] a${words}${' '.repeat(300_000)}x\n- [ ] b\n`, 'plan.md', {
      title: 'T',
    });
    expect(read.ok && read.value.plan.phases).toHaveLength(2);
  },
);

test('a heading of nothing but digits is read to its end', () => {
  const read = readDocument(`## ${'1'.repeat(300_000)}\n- [ ] b\n`, 'plan.md', { title: 'T' });
  expect(read.ok && read.value.plan.phases).toHaveLength(1);
});

test('a word of very many titles means none of them', () => {
  const titles = (count: number) => linesOf(count, (number) => `${number}. page ${number}x`);
  expect(toldMeanings(titles(1000), 1, '999x page')).toEqual(['999, its title has “999x page”']);
  expect(toldMeanings(titles(1001), 1, '999x page')).toEqual(['999, its title has “999x page”']);
  expect(toldMeanings(titles(1001), 1, 'pages 999x')).toEqual(['999, its title has “pages 999x”']);
  expect(toldMeanings(titles(1001), 1, 'page')[0]?.slice(0, 20)).toBe('unclear: page: 1 2 3');
  expect(toldMeanings(titles(1000), 1, 'page')[0]?.slice(0, 20)).toBe('unclear: page: 2 3 4');
});

test('a name that is close is looked for around the task', () => {
  const list = (place: number) =>
    `0. Schema\n${linesOf(250, (number) => `${number}. ${number}${number === place ? ' (depends on Schima)' : ''}`)}`;
  expect(messagesOf(imported(list(100), 'tasks')).join('\n')).toContain('the closest is 0 (Schema).');
  expect(messagesOf(imported(list(101), 'tasks')).join('\n')).not.toContain('the closest');
});

test('what follows from other dependencies is left away among a dozen', () => {
  const list = (count: number) =>
    `1. a (foundation)\n${linesOf(count, () => '1. b (parallel)')}\n1. c (sequential)`;
  const dependencies = (count: number) => {
    const result = imported(list(count), 'tasks');
    return result.ok ? result.value.draft.phases.at(-1)?.dependencies.length : undefined;
  };
  expect([dependencies(11), dependencies(12)]).toEqual([11, 13]);
});

test('a part of many tasks is waited for by its ends only', () => {
  const onFirst = linesOf(
    13,
    (number) => `- [ ] T${number + 10}${number === 1 ? 'a' : ''} [P] c (depends on T10b)`,
  );
  const parts = `## Setup\n- [ ] T10b [P] b\n${onFirst}\n## Foundation\n- [ ] T50 [P] d\n- [ ] T51 [P] e (depends on T50)`;
  const result = imported(parts, 'spec-kit');
  const counts = result.ok ? result.value.draft.phases.map(({ dependencies }) => dependencies.length) : [];
  expect(counts.slice(-2)).toEqual([13, 1]);
});

test('what is not marked [P] waits only for what is, where that waits itself', () => {
  const beside = linesOf(13, (number) => `- [ ] T${number + 1} [P] b`);
  const result = imported(`- [ ] T1 a\n${beside}\n- [ ] T15 c`, 'spec-kit');
  expect(result.ok && result.value.draft.phases.at(-1)?.dependencies.length).toBe(13);
});

describe.each([
  ['no numbers', () => ''],
  ['a number each', (number: number) => ` ${number % 1000}`],
  ['numbers that come again', (number: number) => ` ${number % 50}`],
  ['two numbers each', (number: number) => ` ${number % 50} and User Story ${(number * 7) % 50}`],
])('story phases with %s', (_, named) => {
  const parts = (count: number) =>
    linesOf(count, (number) => `## Phase ${number}: User Story${named(number)}\n- [ ] T${number + 1000} a`);

  test('wait for a few others each', () => {
    const needed = (count: number) => {
      const source = { text: parts(count), file: 'tasks.md' };
      const read = specKit.read(source, {});
      return read.ok ? [...specKit.order(read.value, {})].length : Number.NaN;
    };
    expect(needed(2000)).toBeLessThanOrEqual(3 * 2000);
    expect(needed(40)).toBeLessThanOrEqual(3 * 40);
  });

  test('are looked at a few times each', () => {
    const looks = (count: number) => {
      let seen = 0;
      const stories = linesOf(count, (number) => `User Story${named(number)}`)
        .split('\n')
        .map(storiesIn);
      waitedParts(
        stories.map((own) => ({
          kind: 'story' as const,
          get stories() {
            seen += 1;
            return own;
          },
        })),
      );
      return seen;
    };
    expect(looks(2000)).toBe(10 * looks(200));
  });
});

test('a story has the whole of its number', () => {
  expect(storiesIn('Phase 3: User Story 150, US12 and US7')).toEqual(['150', '12', '7']);
  expect(storiesIn('Phase 3: User Story 15000')).toEqual([]);
});

test('a circle is told in a dozen names', () => {
  const circle = (count: number) =>
    linesOf(count, (number) => `${number}. a (depends on ${number === 1 ? count : number - 1})`);
  const trail = (count: number) => messagesOf(imported(circle(count), 'tasks'))[0]?.split(' → ').length;
  expect([trail(11), trail(12), trail(13)]).toEqual([12, 14, 14]);
  expect(messagesOf(imported(circle(11), 'tasks'))[0]).not.toContain('…');
});

test('a long list of tags is cut', () => {
  const tags = JSON.stringify(
    Object.fromEntries(Array.from({ length: 22 }, (_, index) => [`t${index}.`, { tasks: [] }])),
  );
  const named = Array.from({ length: 20 }, (_, index) => `t${index}.`).join(', ');
  expect(messagesOf(imported(tags, 'task-master'))).toEqual([
    `It has tasks under 22 tags: ${named}. Choose one with --tag, such as --tag t0..`,
  ]);
  expect(messagesOf(imported(tags, 'task-master', { tag: 'x' }))).toEqual([
    `It has no tag "x". Its tags are: ${named}.`,
  ]);
});

test('a very long chain of subtasks stays whole', () => {
  const subtasks = Array.from({ length: 1200 }, (_, index) => ({
    id: index,
    title: `s${index}`,
    dependencies: index === 1199 ? [] : [index + 1],
  }));
  const result = imported(JSON.stringify([{ id: 1, title: 'a', subtasks }]), 'task-master');
  const steps = result.ok ? result.value.draft.phases[0]?.steps : [];
  expect(steps?.length).toBe(1200);
  expect(steps?.[0]).toBe('s1000 (1.1000)');
});

test('a path is no longer than a path can be, and a text is not looked through for ever', () => {
  const path = (length: number) => `src/${'a'.repeat(length - 7)}.ts`;
  expect(namedFiles(`${path(300)} ${path(301)}`)).toEqual([path(300)]);
  expect(namedFiles(`${' '.repeat(19_996)}a.ts b.ts`)).toEqual(['a.ts']);
});

test('of two parts with very many tasks, the last ones come after the last one before them only, and that is told', () => {
  const part = (number: number, count: number) =>
    `## Phase ${number}: P\n${linesOf(count, (task) => `- [ ] Task ${number}-${task}`)}\n`;
  const text = (count: number) => `${part(1, 50)}${part(2, count)}`;
  const told = (count: number) => {
    const result = imported(text(count), 'tasks');
    const inferred = result.ok ? result.value.inferred : [];
    return {
      pairs: inferred.length,
      said: messagesOf(result).filter((each) => each.includes('after the last one')),
    };
  };
  expect(told(40)).toEqual({ pairs: 2000, said: [] });
  expect(told(42)).toEqual({
    pairs: 2002,
    said: [
      '2 tasks come only after the last one of the part before, because both parts have so many: from “Task 2-41” on. Divide the parts into smaller ones, or say what these tasks depend on.',
    ],
  });
});
