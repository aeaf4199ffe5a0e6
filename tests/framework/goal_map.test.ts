import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Result } from '../../src/diagnostics/index.ts';
import type { GoalMapProblemCode } from '../../src/framework/goal_map/goal_map.ts';
import { parseGoalMap } from '../../src/framework/goal_map/parse_goal_map.ts';
import {
  chooseGoal,
  chooseVariant,
  findGoalMap,
  type Goal,
  type GoalMap,
  readGoalMap,
} from '../../src/framework/index.ts';
import { casesIn, times } from '../support/cases.ts';
import { emptyFolder, ROOT } from '../support/program.ts';

type Case = {
  name: string;
  text: string;
  goals?: string[];
  problems?: { code: string; at: string; message?: string; hint?: string }[];
};

const SHIPPED = readFileSync(join(ROOT, 'goal_map.json'), 'utf8');

const PLAIN =
  '{"Work":{"DO_IT":{"description":"To do it.","persona":"a.txt","protocol":"b.txt","constraints":["c.txt"]}}}';

const FULL = JSON.stringify({
  $schema: 'x',
  Work: {
    DO_IT: {
      description: 'To do it.',
      persona: 'a.txt',
      protocol: 'b.txt',
      constraints: ['c.txt', { use: 'd.md', when: { language: ['ts', 'js'], depth: ['deep'] } }],
      inputs: {
        language: { kind: 'setting', required: true, default: 'ts', describe: 'the language' },
        depth: { kind: 'setting' },
        rules_to_apply: { kind: 'criteria', required: true },
      },
      keywords: ['do'],
      variants: { short: { description: 'Briefly.', constraints: [] }, other: { persona: 'z.txt' } },
    },
  },
});

/** Puts bytes on disk as a goal map and reads them back through the file layer. */
function read(bytes: string | Uint8Array): Promise<Result<GoalMap, GoalMapProblemCode>> {
  const folder = emptyFolder();
  const path = join(folder, 'goal_map.json');
  writeFileSync(path, bytes);
  return readGoalMap(path, folder);
}

function goalsOf(result: Result<GoalMap, string> | Result<readonly Goal[], string>): readonly Goal[] {
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return 'goals' in result.value ? result.value.goals : result.value;
}

function expectGoalsOrProblems(result: Result<readonly Goal[], string>): void {
  if (result.ok) {
    expect(result.value.length).toBeGreaterThan(0);
    expect(result.value.map((goal) => goal.number)).toEqual(result.value.map((_, index) => index + 1));
    return;
  }
  expect(result.problems.length).toBeGreaterThan(0);
  for (const { file, line, column, message } of result.problems) {
    expect(file).toBe('goal_map.json');
    expect(line).toBeGreaterThan(0);
    expect(column).toBeGreaterThan(0);
    expect(message).not.toMatch(/undefined|\[object|NaN/u);
  }
}

/** What every goal has a place for. */
const REQUEST = {
  name: 'request',
  kind: 'request',
  required: false,
  default: null,
  describe: expect.stringContaining('in your own words'),
} as const;

describe('the text of a goal map', () => {
  test.each(casesIn<Case>('goal_maps.yaml'))('$name', async ({ text, goals, problems }) => {
    const result = await read(text);
    if (goals) return expect(goalsOf(result).map((goal) => goal.name)).toEqual(goals);
    const found = result.ok ? [] : result.problems;
    expect(found.map((found) => `${found.code} ${found.line}:${found.column}`)).toEqual(
      problems?.map(({ code, at }) => `${code} ${at}`),
    );
    for (const [index, { message = '', hint = '' }] of (problems ?? []).entries()) {
      expect(found[index]?.file).toBe('./goal_map.json');
      expect(found[index]?.message).toContain(message);
      expect(found[index]?.hint ?? '').toContain(hint);
    }
  });

  test('in its plainest form gives one required material', () => {
    expect(goalsOf(parseGoalMap(PLAIN, 'f'))).toEqual([
      {
        number: 1,
        name: 'DO_IT',
        category: 'Work',
        position: { line: 1, column: 10 },
        description: 'To do it.',
        persona: 'a.txt',
        protocol: 'b.txt',
        constraints: [{ file: 'c.txt', when: [] }],
        inputs: [
          REQUEST,
          {
            name: 'material',
            kind: 'material',
            required: true,
            default: null,
            describe: 'the material to work on',
          },
        ],
        keywords: [],
        variants: [],
      },
    ]);
  });

  test('has a place for the request in every form of every goal, first, and takes its description', () => {
    const own = `{ "Work": { "DO_IT": { "description": "x", "persona": "a.txt", "protocol": "b.txt", "constraints": [],
      "inputs": { "code": { "kind": "material" }, "request": { "describe": "which part, and why" } },
      "variants": { "bare": { "inputs": { "code": { "kind": "material" } } }, "same": {}, "named": { "inputs": { "request": { "kind": "request" } } } } } } }`;
    const [goal] = goalsOf(parseGoalMap(own, 'f'));
    const shapes = [goal, ...(goal?.variants ?? [])].map((parts) => parts?.inputs.map(({ name }) => name));
    expect(shapes).toEqual([['request', 'code'], ['request', 'code'], ['request', 'code'], ['request']]);
    expect(goal?.inputs[0]).toEqual({ ...REQUEST, describe: 'which part, and why' });
    expect(goal?.variants[0]?.inputs[0]).toEqual(REQUEST);
  });

  test('in its full form keeps everything, and a variant replaces what it names', () => {
    const [goal] = goalsOf(parseGoalMap(FULL, 'f'));
    expect(goal?.constraints).toEqual([
      { file: 'c.txt', when: [] },
      {
        file: 'd.md',
        when: [
          { input: 'language', values: ['ts', 'js'] },
          { input: 'depth', values: ['deep'] },
        ],
      },
    ]);
    expect(goal?.inputs).toEqual([
      REQUEST,
      { name: 'language', kind: 'setting', required: true, default: 'ts', describe: 'the language' },
      { name: 'depth', kind: 'setting', required: false, default: null, describe: 'the depth' },
      {
        name: 'rules_to_apply',
        kind: 'criteria',
        required: true,
        default: null,
        describe: 'the rules to apply',
      },
    ]);
    expect(goal?.keywords).toEqual(['do']);
    const [short, other] = goal?.variants ?? [];
    expect(short).toMatchObject({
      name: 'short',
      description: 'Briefly.',
      persona: 'a.txt',
      constraints: [],
    });
    expect(other).toMatchObject({ name: 'other', description: 'To do it.', persona: 'z.txt' });
    expect(other?.constraints).toEqual(goal?.constraints);
    expect(other?.inputs).toEqual(goal?.inputs);
  });

  test('as shipped has eleven goals in two categories', () => {
    const goals = goalsOf(parseGoalMap(SHIPPED, 'goal_map.json'));
    expect(goals).toHaveLength(11);
    expect(new Set(goals.map((goal) => goal.category)).size).toBe(2);
    expect(goals[2]?.name).toBe('REVIEW_AGAINST_STANDARDS');
  });

  test.each([
    ['brackets', '['.repeat(100_000)],
    ['braces', '{"a":'.repeat(100_000)],
    ['closed brackets', `${'['.repeat(50_000)}${']'.repeat(50_000)}`],
    ['brackets that wrong ones seem to close', '[},'.repeat(100_000)],
    ['brackets after as many that close nothing', `{"a":${']'.repeat(90_000)},"b":${'['.repeat(90_000)}`],
    ['braces that wrong ones seem to close', '{"a":]'.repeat(100_000)],
  ])('with a hundred thousand %s is refused, not followed', (_, text) => {
    const result = parseGoalMap(text, 'goal_map.json');
    expect(result.ok).toBe(false);
    expectGoalsOrProblems(result);
  });

  test('nested as deep as is allowed is read, and one deeper is refused where it goes too deep', () => {
    const nested = (depth: number) => `{"a":\n${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`;
    const codes = (result: Result<unknown, string>) =>
      result.ok ? [] : result.problems.map(({ code }) => code);
    expect(codes(parseGoalMap(nested(32), 'f'))).not.toContain('goal-map-too-deep');
    expect(parseGoalMap(nested(33), 'f')).toMatchObject({
      ok: false,
      problems: [{ code: 'goal-map-too-deep', line: 2, column: 32 }],
    });
  });

  const entries = (count: number) =>
    Array.from(
      { length: count },
      (_, index) =>
        `"G${index}": { "description": "x", "persona": "a.txt", "protocol": "b.txt", "constraints": [] }`,
    ).join(',\n');

  test('of a thousand goals is read, and of one more is refused at that one', () => {
    expect(parseGoalMap(`{ "Work": {\n${entries(1000)} } }`, 'f')).toMatchObject({ ok: true });
    expect(parseGoalMap(`{ "Work": {\n${entries(1001)} } }`, 'f')).toMatchObject({
      ok: false,
      problems: [
        {
          code: 'goal-map-too-large',
          line: 1002,
          column: 1,
          message: 'An object here may have at most 1000 entries; this one has 1001.',
        },
      ],
    });
  });

  test('with more in many lists than it may have in all is refused where it has too much', () => {
    const constraints = `[${'"c.txt",'.repeat(500)}]`;
    const goal = (index: number) =>
      `"G${index}": { "description": "x", "persona": "a.txt", "protocol": "b.txt", "constraints": ${constraints} }`;
    const map = (count: number) =>
      `{ "Work": {\n${Array.from({ length: count }, (_, i) => goal(i)).join(',\n')} } }`;
    expect(parseGoalMap(map(19), 'f')).toMatchObject({ ok: true });
    expect(parseGoalMap(map(20), 'f')).toMatchObject({
      ok: false,
      problems: [{ code: 'goal-map-too-large', line: 21 }],
    });
  });

  test('with a file name of a million characters is refused without stalling', () => {
    const name = `a${'_'.repeat(1_000_000)}!b`;
    const text = PLAIN.replace('a.txt', name);
    expect(parseGoalMap(text, 'goal_map.json')).toMatchObject({
      ok: false,
      problems: [{ code: 'goal-map-file-name' }],
    });
  });

  test('whatever it is gives goals or located problems', () => {
    const word = fc.constantFrom(
      ...[
        '"a"',
        '"Work"',
        '"description"',
        '"persona"',
        '"constraints"',
        '"inputs"',
        '"__proto__"',
        '"a.txt"',
      ],
      ...[
        '{',
        '}',
        '[',
        ']',
        ':',
        ',',
        '"',
        '\\',
        '\\u',
        '//',
        '/*',
        '*/',
        '\n',
        '\r',
        ' ',
        'null',
        'true',
        '-1e9',
        '\u0000',
      ],
    );
    const text = fc.oneof(
      fc.array(word, { maxLength: 40 }).map((words) => words.join('')),
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.json({ maxDepth: 5 }),
    );
    fc.assert(
      fc.property(text, (text) => expectGoalsOrProblems(parseGoalMap(text, 'goal_map.json'))),
      times(1500),
    );
  });

  test('of the right shape with anything for its values gives goals or located problems', () => {
    const key = fc.oneof(
      fc.constantFrom('description', 'persona', 'protocol', 'constraints', 'variants', 'inputs', 'keywords'),
      fc.constantFrom(
        'use',
        'when',
        'kind',
        'required',
        'default',
        'describe',
        '__proto__',
        'A',
        'a',
        '0',
        '/',
        '~1',
      ),
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 5, withCrossShrink: true },
        fc.constantFrom<unknown>('x', 'a.txt', '../a.txt', '', 'setting', '\ud800', null, true, 1, -0.5),
        fc.array(tie('value'), { maxLength: 3 }),
        fc
          .array(fc.tuple(key, tie('value')), { maxLength: 5 })
          .map((entries) => Object.fromEntries(entries.map(([k, v]) => [k, v]))),
      ),
    }));
    const goal = fc.dictionary(key, value, { maxKeys: 8 }).map((entry) => ({
      ...{ description: 'x', persona: 'a.txt', protocol: 'b.txt', constraints: [] },
      ...entry,
    }));
    const map = fc.dictionary(
      fc.constantFrom('Work', 'constraints', 'a/b', '~'),
      fc.dictionary(key, fc.oneof(goal, value)),
    );
    fc.assert(
      fc.property(map, (map) =>
        expectGoalsOrProblems(parseGoalMap(JSON.stringify(map, null, 1), 'goal_map.json')),
      ),
      times(1000),
    );
  });

  test('as shipped, damaged anywhere, gives goals or located problems', () => {
    const place = fc.nat(SHIPPED.length);
    const edit = fc.oneof(
      fc.record({ at: place, drop: fc.nat(40), put: fc.constant('') }),
      fc.record({
        at: place,
        drop: fc.constant(0),
        put: fc.string({ unit: 'binary', minLength: 1, maxLength: 8 }),
      }),
      fc.record({ at: place, drop: fc.constant(1), put: fc.constantFrom(...'{}[]",:\\\n/x0') }),
      fc.record({
        at: place,
        drop: fc.constant(0),
        put: fc.nat(SHIPPED.length - 200).map((from) => SHIPPED.slice(from, from + 200)),
      }),
    );
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), (edits) => {
        let text = SHIPPED;
        for (const { at, drop, put } of edits) text = text.slice(0, at) + put + text.slice(at + drop);
        expectGoalsOrProblems(parseGoalMap(text, 'goal_map.json'));
      }),
      times(1500),
    );
  });
});

describe('the file of a goal map', () => {
  test('may begin with a byte order mark, which moves no column', async () => {
    const [goal] = goalsOf(await read(`\ufeff${PLAIN}`));
    expect(goal?.position).toEqual({ line: 1, column: 10 });
  });

  test.each([
    ['LF', '\n'],
    ['CR LF', '\r\n'],
    ['CR', '\r'],
  ])('may end its lines with %s; problems stand in the right line', async (_, end) => {
    const lines = SHIPPED.split('\n');
    expect(goalsOf(await read(lines.join(end)))).toEqual(goalsOf(await read(SHIPPED)));
    const wrong = ['{', '  "Work": {', '    "A": 1', '  }', '}'].join(end);
    expect(await read(wrong)).toMatchObject({ ok: false, problems: [{ line: 3, column: 10 }] });
  });

  test('that is not UTF-8 is named', async () => {
    expect(await read(Buffer.from([0x7b, 0xff, 0x7d]))).toMatchObject({
      ok: false,
      problems: [
        { code: 'goal-map-unreadable', file: './goal_map.json', message: expect.stringContaining('UTF-8') },
      ],
    });
  });

  test('with a NUL byte is named', async () => {
    expect(await read('{ "a": "\0" }')).toMatchObject({
      ok: false,
      problems: [{ code: 'goal-map-unreadable', message: expect.stringContaining('NUL byte at offset 8') }],
    });
  });

  test('of 1 MiB is read, and of one byte more is refused', async () => {
    const padded = (size: number) => PLAIN + ' '.repeat(size - PLAIN.length);
    expect(goalsOf(await read(padded(1_048_576)))).toHaveLength(1);
    expect(await read(padded(1_048_577))).toMatchObject({
      ok: false,
      problems: [{ code: 'goal-map-unreadable', message: expect.stringContaining('1048577 bytes') }],
    });
  });

  test('that is not there, or is a folder, is named', async () => {
    const folder = emptyFolder();
    mkdirSync(join(folder, 'goal_map.json'));
    expect(await readGoalMap(join(folder, 'none.json'), folder)).toMatchObject({
      ok: false,
      problems: [{ code: 'goal-map-absent', file: './none.json' }],
    });
    expect(await readGoalMap(join(folder, 'goal_map.json'), folder)).toMatchObject({
      ok: false,
      problems: [{ code: 'goal-map-unreadable', message: expect.stringContaining('not a file') }],
    });
  });

  test('that is a link in a circle is named', async () => {
    const folder = emptyFolder();
    symlinkSync('goal_map.json', join(folder, 'goal_map.json'));
    const result = await readGoalMap(join(folder, 'goal_map.json'), folder);
    expect(result).toMatchObject({ ok: false, problems: [{ code: 'goal-map-unreadable' }] });
  });

  test('gives all its problems at once, in the order of the file', async () => {
    const result = await read(
      '{ "Work": { "b!": 1, "c": [],\n "A": { "persona": "/a", "constraints": [1] }, "A": 2 } }',
    );
    const places = result.ok ? [] : result.problems.map(({ line = 0, column = 0 }) => line * 1000 + column);
    expect(places.length).toBeGreaterThan(4);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  test('with any bytes of the shipped one swapped gives goals or named problems', async () => {
    const bytes = Buffer.from(SHIPPED);
    const swap = fc.record({ at: fc.nat(bytes.length - 1), to: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(fc.array(swap, { minLength: 1, maxLength: 4 }), async (swaps) => {
        const damaged = Buffer.from(bytes);
        for (const { at, to } of swaps) damaged[at] = to;
        const result = await read(damaged);
        if (result.ok) expect(result.value.goals.length).toBeGreaterThan(0);
        else expect(result.problems[0]?.file).toBe('./goal_map.json');
      }),
      times(300),
    );
  });

  test('is the nearest one upward', () => {
    const folder = emptyFolder();
    mkdirSync(join(folder, 'a/b'), { recursive: true });
    expect(findGoalMap(join(folder, 'a/b'))).toBeUndefined();
    writeFileSync(join(folder, 'goal_map.json'), PLAIN);
    expect(findGoalMap(join(folder, 'a/b'))).toBe(join(folder, 'goal_map.json'));
    writeFileSync(join(folder, 'a/goal_map.json'), PLAIN);
    expect(findGoalMap(join(folder, 'a/b'))).toBe(join(folder, 'a/goal_map.json'));
  });

  test('that cannot be read is reported, not passed over for the next one', async () => {
    const folder = emptyFolder();
    mkdirSync(join(folder, 'a/goal_map.json'), { recursive: true });
    writeFileSync(join(folder, 'goal_map.json'), PLAIN);
    const found = findGoalMap(join(folder, 'a')) ?? '';
    expect(found).toBe(join(folder, 'a/goal_map.json'));
    expect(await readGoalMap(found, folder)).toMatchObject({
      ok: false,
      problems: [{ code: 'goal-map-unreadable' }],
    });
  });
});

describe('the choice of a goal', () => {
  const goalMap: GoalMap = { path: null, goals: goalsOf(parseGoalMap(SHIPPED, 'f')) };

  test.each(['3', ' 3 ', '03', 'REVIEW_AGAINST_STANDARDS', 'review_against_standards'])(
    'takes %j',
    (wanted) => {
      expect(chooseGoal(goalMap, wanted)).toMatchObject({ ok: true, value: { number: 3 } });
    },
  );

  test.each(['0', '12', '-1', '1.5', '', 'constructor', '__proto__', '9'.repeat(400)])(
    'refuses %j',
    (wanted) => {
      expect(chooseGoal(goalMap, wanted)).toMatchObject({
        ok: false,
        cause: 'usage',
        problems: [{ code: 'unknown-goal', hint: expect.stringContaining('1 to 11') }],
      });
    },
  );

  test('says which goal a misspelt one meant', () => {
    expect(chooseGoal(goalMap, 'REVEIW_AGAINST_STANDARDS')).toMatchObject({
      problems: [{ hint: 'Did you mean REVIEW_AGAINST_STANDARDS?' }],
    });
  });

  test('takes a variant by name, and names those there are', () => {
    const [goal] = goalMap.goals;
    if (!goal) throw new Error('no goal');
    expect(chooseVariant(goal, undefined)).toEqual({ ok: true, value: goal });
    expect(chooseVariant(goal, 'document')).toMatchObject({
      ok: true,
      value: { protocol: 'explain_once_pass.txt' },
    });
    expect(chooseVariant(goal, 'documnet')).toMatchObject({ problems: [{ hint: 'Did you mean document?' }] });
    expect(chooseVariant(goal, 'constructor')).toMatchObject({
      ok: false,
      problems: [{ code: 'unknown-variant', hint: 'Its variants are: document.' }],
    });
  });
});
