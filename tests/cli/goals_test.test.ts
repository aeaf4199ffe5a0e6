import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readBuiltIn } from '../../src/framework/index.ts';
import { shippedText } from '../support/generation.ts';
import { documentOf, emptyFolder, ROOT, run } from '../support/program.ts';

const FOLDER = '.orchestrator/snapshots';
/** How many goals and variants ship. */
const FORMS = readBuiltIn(ROOT).goals.reduce((sum, { variants }) => sum + 1 + variants.length, 0);
/** A project as `init` makes it, and the same with its snapshots stored; every test works in copies. */
const fresh = emptyFolder();
const stored = emptyFolder();
let cwd: string;

beforeAll(async () => {
  expect((await run(['init', '--with-components'], { cwd: fresh })).code).toBe(0);
  cpSync(fresh, stored, { recursive: true });
  expect((await run(['goals', 'test', '--update'], { cwd: stored })).code).toBe(0);
});

beforeEach(() => {
  cwd = emptyFolder();
  cpSync(fresh, cwd, { recursive: true });
});

/** Puts the snapshots of the project as it is now in their place. */
function withSnapshots(): void {
  cpSync(join(stored, FOLDER), join(cwd, FOLDER), { recursive: true });
}

type OptimizeGoal = {
  readonly inputs: Readonly<Record<string, { readonly required?: boolean }>>;
  readonly constraints: readonly (string | { use: string; when: Record<string, string[]> })[];
};

/** What the project's goal map says of the goal for reviews. */
function optimizeGoal(): OptimizeGoal {
  const map = JSON.parse(readFileSync(join(cwd, 'goal_map.json'), 'utf8'));
  return map['Technical & Execution'].OPTIMIZE_OR_REFINE;
}

const goalsTest = (...flags: string[]) => run(['goals', 'test', ...flags], { cwd });

function edit(file: string, from: string, to: string): void {
  const text = readFileSync(join(cwd, file), 'utf8');
  expect(text).toContain(from);
  writeFileSync(
    join(cwd, file),
    text.replace(from, () => to),
  );
}

async function statuses(...flags: string[]) {
  const { snapshots } = documentOf(await goalsTest('--json', ...flags), 'orchestrator.goals-test/1');
  return snapshots.filter(({ status }) => status !== 'same').map(({ file, status }) => [file, status]);
}

describe('goals test', () => {
  test('without snapshots says so, how to make them, and exits 1', async () => {
    const { code, err } = await goalsTest();
    expect(code).toBe(1);
    expect(err).toContain('There are no snapshots here yet');
    expect(err).toContain('orchestrator goals test --update');
    expect(existsSync(join(cwd, FOLDER))).toBe(false);
  });

  test('[promise:goals-test] stores one snapshot for each goal and variant, and finds them as they are', async () => {
    const made = await goalsTest('--update');
    expect(made).toMatchObject({ code: 0, err: expect.stringContaining(`Wrote ${FORMS} in `) });
    const files = readdirSync(join(cwd, FOLDER));
    expect(files).toContain('REVIEW_AGAINST_STANDARDS.md');
    expect(files).toContain('REVIEW_AGAINST_STANDARDS.document.md');
    const { code, out, err } = await goalsTest();
    expect({ code, out }).toEqual({ code: 0, out: '' });
    expect(err.startsWith(`OK: ${FORMS} of ${FORMS} snapshots`)).toBe(true);
  });

  test('holds every case: nothing, what is required, each optional input, each value that a constraint waits for', async () => {
    withSnapshots();
    const text = readFileSync(join(cwd, FOLDER, 'OPTIMIZE_OR_REFINE.md'), 'utf8');
    const cases = [...text.matchAll(/^={10} case: (.+) == 00_PERSONA\.md ={10}$/gmu)].map(([, name]) => name);
    const { inputs, constraints } = optimizeGoal();
    const optional = Object.keys(inputs).filter((name) => inputs[name]?.required !== true);
    const waited = constraints.flatMap((use) => (typeof use === 'string' ? [] : [use]));
    const named = waited.flatMap(({ when }) =>
      Object.entries(when).flatMap(([input, values]) => values.map((value) => `${input} is ${value}`)),
    );
    expect(waited).not.toEqual([]);
    expect(cases).toEqual([
      ...['nothing filled', 'no optional input', 'with request'],
      ...[...optional.map((name) => `with ${name}`), ...new Set(named)],
    ]);
    const [first] = waited;
    const values = Object.values(first?.when ?? {}).flat();
    const limit = shippedText('constraint', (first?.use ?? '').replace(/\.txt$/u, ''));
    expect(text.split(limit)).toHaveLength(values.length + 1);
  });

  test('makes the same bytes anywhere, with no machine path and no layer', async () => {
    withSnapshots();
    const other = emptyFolder();
    await run(['goals', 'test', '--update'], { cwd: other });
    for (const file of readdirSync(join(cwd, FOLDER))) {
      const text = readFileSync(join(cwd, FOLDER, file), 'utf8');
      expect(readFileSync(join(other, FOLDER, file), 'utf8')).toBe(text);
      expect(text).not.toContain(cwd);
    }
  });

  test('shows a change once, as a diff in which each changed line names the component behind it', async () => {
    withSnapshots();
    edit('components/protocols/code_review_pass.txt', 'Grouped into what', 'Divided into what');
    const { code, out, err } = await goalsTest();
    expect(code).toBe(1);
    expect(out).toMatch(
      /^--- .*REVIEW_AGAINST_STANDARDS\.md\n\+\+\+ .*\n@@ -\d+,7 \+\d+,7 @@ case: nothing filled/u,
    );
    const changed = out.split('\n').filter((line) => /^[-+](?!--|\+\+)/u.test(line));
    expect(changed).toHaveLength(2);
    for (const line of changed) expect(line).toMatch(/ {2}\[protocol code_review_pass\.txt\]$/u);
    expect(out).toContain(', and the same in ');
    expect(err).toContain(`NOT OK: ${FORMS - 1} of ${FORMS}`);
    expect(await statuses()).toEqual([['REVIEW_AGAINST_STANDARDS.md', 'changed']]);
  });

  test('names the component of lines that have gone with it', async () => {
    withSnapshots();
    edit('goal_map.json', ', "one_variable_per_probe.txt"', '');
    const { out } = await goalsTest();
    expect(out).toMatch(/^-.* {2}\[constraint one_variable_per_probe\.txt\]$/mu);
  });

  test.each([
    ['moved', true],
    ['copied, then changed where it was', false],
  ])(
    'a line that was %s into a component of its own still belongs to the one that the snapshot has',
    async (_, isMoved) => {
      withSnapshots();
      const file = 'components/protocols/code_review_pass.txt';
      const lines = readFileSync(join(cwd, file), 'utf8').split('\n');
      const line = lines.find((text) => text.includes('Grouped into what')) ?? '';
      edit(file, isMoved ? `${line}\n` : line, isMoved ? '' : `${line} Always.`);
      const others = [
        'Name the release in the first line.',
        'Say who decides on it.',
        'Give the date of it.',
      ];
      writeFileSync(join(cwd, 'components/constraints/my_rules.txt'), [line, ...others, ''].join('\n'));
      const { code, out } = await goalsTest();
      expect(code).toBe(1);
      expect(out).toMatch(/^-.*Grouped into what.* {2}\[protocol code_review_pass\.txt\]$/mu);
      expect(out).not.toContain('my_rules.txt');
    },
  );

  test('names the goal behind a changed description', async () => {
    withSnapshots();
    edit('goal_map.json', 'To evaluate a piece of work against', 'To hold a piece of work to');
    const { out } = await goalsTest();
    expect(out).toMatch(/^\+To hold .*\[description of the goal/mu);
    // The line stands near the head of its case, which is another in each.
    expect(out.match(/^\+To hold/gmu)).toHaveLength(1);
  });

  test('accepts a change with --update, and --dry-run writes nothing', async () => {
    withSnapshots();
    edit('components/protocols/code_review_pass.txt', 'Grouped into what', 'Divided into what');
    const dry = await goalsTest('--update', '--dry-run');
    expect(dry).toMatchObject({ code: 0, err: expect.stringContaining('Would write 1 in ') });
    expect((await goalsTest()).code).toBe(1);
    expect((await goalsTest('--update')).out).toContain('+Divided into what');
    expect((await goalsTest()).code).toBe(0);
    expect((await goalsTest('--update')).err.startsWith(`OK: ${FORMS} of ${FORMS}`)).toBe(true);
  });

  test('reports a snapshot that is missing and one that is stale, removes the stale, and leaves what is not its own', async () => {
    withSnapshots();
    edit('goal_map.json', '"ADD_OR_INTEGRATE"', '"ADD_A_PART"');
    writeFileSync(join(cwd, FOLDER, 'README.md'), 'Mine.');
    expect(await statuses()).toEqual([
      ['ADD_A_PART.md', 'missing'],
      ['ADD_OR_INTEGRATE.md', 'stale'],
    ]);
    expect((await goalsTest()).code).toBe(1);
    await goalsTest('--update');
    const files = readdirSync(join(cwd, FOLDER));
    expect(files).toContain('README.md');
    expect(files).not.toContain('ADD_OR_INTEGRATE.md');
    expect((await goalsTest()).code).toBe(0);
  });

  test('removes a copy of a snapshot that a file manager has made, and can be run again', async () => {
    withSnapshots();
    cpSync(join(cwd, FOLDER, 'ADD_OR_INTEGRATE.md'), join(cwd, FOLDER, 'ADD_OR_INTEGRATE (copy).md'));
    const before = readdirSync(join(stored, FOLDER));
    expect(await statuses()).toEqual([['ADD_OR_INTEGRATE (copy).md', 'stale']]);
    expect((await goalsTest('--update')).code).toBe(0);
    expect(readdirSync(join(cwd, FOLDER))).toEqual(before);
    edit(`${FOLDER}/ADD_OR_INTEGRATE.md`, 'a', 'b');
    expect((await goalsTest('--update')).code).toBe(0);
    expect(readdirSync(join(cwd, FOLDER))).toEqual(before);
  });

  test('keeps snapshots elsewhere with --dir, and beside the goal map from a folder below', async () => {
    expect((await goalsTest('--update', '--dir', 'kept')).code).toBe(0);
    expect((await goalsTest('--dir', 'kept')).code).toBe(0);
    mkdirSync(join(cwd, 'below'));
    await run(['goals', 'test', '--update'], { cwd: join(cwd, 'below') });
    expect(readdirSync(join(cwd, FOLDER))).toHaveLength(FORMS);
  });

  test('follows no link: neither of the folder out of the project, nor of a snapshot', async () => {
    const outside = emptyFolder();
    symlinkSync(outside, join(cwd, FOLDER));
    const refused = await goalsTest('--update');
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('leads out of the project');
    expect(readdirSync(outside)).toEqual([]);
    mkdirSync(join(cwd, 'kept'));
    writeFileSync(join(outside, 'secret'), 'secret');
    symlinkSync(join(outside, 'secret'), join(cwd, 'kept/ADD_OR_INTEGRATE.md'));
    expect((await goalsTest('--update', '--dir', 'kept')).code).toBe(0);
    expect(readFileSync(join(outside, 'secret'), 'utf8')).toBe('secret');
  });

  test('names a snapshot that is no text, and a component that cannot be used', async () => {
    withSnapshots();
    writeFileSync(join(cwd, FOLDER, 'ADD_OR_INTEGRATE.md'), Buffer.from([0xff]));
    expect((await goalsTest()).err).toContain('ADD_OR_INTEGRATE.md: error: The snapshot cannot be used');
    writeFileSync(join(cwd, 'components/personas/meticulous_auditor.txt'), Buffer.from([0xff]));
    const { code, err } = await goalsTest();
    expect(code).toBe(1);
    expect(err).toContain('./components/personas/meticulous_auditor.txt:1:1: error:');
  });
});
