import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { documentOf, emptyFolder, run } from '../support/program.ts';

const PROMPT = 'output/Audit/01_PROMPT_TEMPLATE.md';
const PERSONA = 'output/Audit/00_PERSONA.md';
/** A project with a framework; every test works in a copy. */
const made = emptyFolder();
let cwd: string;

beforeAll(async () => {
  await run(['init', '--with-components'], { cwd: made });
  const set = ['--set', 'artifact=first line\n{{name}}\n', '--set', 'scope=models.py'];
  expect((await run(['new', 'Audit', '--goal', '3', ...set], { cwd: made })).code).toBe(0);
});

beforeEach(() => {
  cwd = emptyFolder();
  cpSync(made, cwd, { recursive: true });
});

async function explain(file: string) {
  const result = await run(['explain', file, '--json'], { cwd });
  const document = documentOf(result, 'orchestrator.explain/1');
  return { code: result.code, ...document };
}

/** The line, from 1, on which a file has a text. */
function lineOf(file: string, text: string): number {
  const lines = readFileSync(join(cwd, file), 'utf8').split('\n');
  return lines.findIndex((line) => line.includes(text)) + 1;
}

function edit(file: string, from: string, to: string): void {
  const text = readFileSync(join(cwd, file), 'utf8');
  expect(text).toContain(from);
  writeFileSync(
    join(cwd, file),
    text.replace(from, () => to),
  );
}

describe('explain', () => {
  test('[promise:explain] tells of every line where it came from, with file and line of a component', async () => {
    for (const file of [PROMPT, PERSONA]) {
      const { code, ranges, problems } = await explain(file);
      expect({ code, problems }).toEqual({ code: 0, problems: [] });
      expect(ranges.map(({ text }) => text).join('')).toBe(readFileSync(join(cwd, file), 'utf8'));
      expect(ranges.map(({ from }) => from)).toEqual([1, ...ranges.slice(0, -1).map(({ to }) => to + 1)]);
      for (const { state, sources, text } of ranges) {
        expect(state).toBe('as-written');
        expect(sources.length).toBeGreaterThan(0);
        for (const { kind, file: source, lines } of sources) {
          if (kind !== 'component' || lines === null) continue;
          const { from, to } = lines as { from: number; to: number };
          const there = readFileSync(join(cwd, String(source)), 'utf8')
            .split('\n')
            .slice(from - 1, to);
          // The headings of the protocol, of the second level there, stand below the frame's.
          expect(`${there.join('\n').replace(/^##/gmu, '###')}\n`).toBe(text);
        }
      }
    }
  });

  test('tells of one line, and of a few', async () => {
    const line = lineOf(PROMPT, 'Grouped into what');
    const { out, code } = await run(['explain', `${PROMPT}:${line}`], { cwd });
    expect(code).toBe(0);
    expect(out).toContain(`${line} | Grouped into what`);
    expect(out).toMatch(
      / = protocol code_review_pass\.txt \(\.\/components\/protocols\/code_review_pass\.txt:\d+\)\n/u,
    );
    const { ranges } = await explain(`${PERSONA}:1-3`);
    expect(ranges.map(({ from, to }) => [from, to])).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
    expect(ranges[0]?.sources).toMatchObject([{ kind: 'frame' }, { kind: 'answer', part: 'title' }]);
  });

  test('tells values, slots and boundaries apart', async () => {
    const { ranges } = await explain(PROMPT);
    const at = (text: string) =>
      ranges
        .find((range) => range.text.includes(text))
        ?.sources.map((source) => (source.kind === 'input' ? [source.input, source.part] : [source.kind]));
    expect(at('{{name}}')).toEqual([['artifact', 'value']]);
    expect(at('- scope: models.py')?.slice(1)).toEqual([
      ['scope', 'name'],
      ['scope', 'value'],
    ]);
    expect(at('<<FILL standards')).toEqual([['standards', 'slot']]);
    expect(at('BEGIN ARTIFACT')).toEqual([['artifact', 'boundary']]);
  });

  test('says what was edited by hand, and what stood there', async () => {
    const slot = /<<FILL standards[^>]*>>/u.exec(readFileSync(join(cwd, PROMPT), 'utf8'))?.[0] ?? '';
    edit(PROMPT, slot, 'R1 money is Decimal\nR2 names are plain');
    edit(PROMPT, '## Protocol\n', '## Protocol\nMine.\n');
    const { ranges, problems } = await explain(PROMPT);
    const byHand = ranges.filter(({ state }) => state === 'by-hand');
    expect(byHand.map(({ text }) => text)).toEqual(['R1 money is Decimal\nR2 names are plain\n', 'Mine.\n']);
    expect(byHand[0]?.sources).toMatchObject([{ kind: 'input', input: 'standards', part: 'slot' }]);
    expect(byHand[1]?.sources).toEqual([]);
    expect(problems).toEqual([]);
    const { out } = await run(['explain', PROMPT], { cwd });
    expect(out).toContain('edited by hand; before: slot of the input standards');
  });

  test('says which component has changed since, and which lines with it', async () => {
    edit('components/protocols/code_review_pass.txt', 'Grouped into what', 'Divided into what');
    const { ranges, problems } = await explain(PROMPT);
    expect(problems).toMatchObject([{ severity: 'note', code: 'component-changed' }]);
    const changed = ranges.filter(({ state }) => state === 'changed-since');
    expect(changed).toHaveLength(1);
    expect(changed[0]?.text).toContain('Grouped into what');
    expect(changed[0]?.sources).toMatchObject([{ component: { file: 'code_review_pass.txt' } }]);
    expect((await run(['explain', PROMPT], { cwd })).err).toContain(
      'note: The protocol code_review_pass.txt has changed since.',
    );
  });

  test('says that a component has gone, come, or that the template changed', async () => {
    edit('goal_map.json', '"report_do_not_rewrite.txt",', '"smallest_viable_diff.txt",');
    mkdirSync(join(cwd, 'templates'));
    writeFileSync(join(cwd, 'templates/00_PERSONA.md.hbs'), '{{persona}}');
    const { problems } = await explain(PERSONA);
    expect(problems.map(({ code }) => code)).toEqual([
      ...['component-added', 'component-removed', 'template-changed'],
    ]);
  });

  test.each([
    ['a file that is not there', 'output/Audit/none.md', 'no-such-file', 2],
    ['a file of something else', 'goal_map.json', 'not-a-framework-file', 2],
    ['the lock itself', 'output/Audit/framework.lock.json', 'not-a-framework-file', 2],
    ['a folder', 'output/Audit', 'not-a-framework-file', 2],
    ['a line past the end', `${PERSONA}:9999`, 'line-out-of-range', 2],
    ['line 0', `${PERSONA}:0`, 'line-out-of-range', 2],
    ['lines in the wrong order', `${PERSONA}:5-2`, 'line-out-of-range', 2],
    ['a line that is no number', `${PERSONA}:x`, 'no-such-file', 2],
    ['a path with hostile characters', 'out\u001b[31m/00_PERSONA.md', 'no-such-file', 2],
  ])('refuses %s', async (_, file, problem, exitCode) => {
    const { code, problems } = await explain(file);
    expect({ code, problems: problems.map((item) => item.code) }).toEqual({
      code: exitCode,
      problems: [problem],
    });
    expect((await run(['explain', file], { cwd })).err).not.toContain('\u001b');
  });

  test('refuses a file without a lock, and one whose lock is not valid', async () => {
    const lock = join(cwd, 'output/Audit/framework.lock.json');
    const text = readFileSync(lock, 'utf8');
    for (const [content, problem] of [
      ['{', 'lock-not-valid'],
      ['{"schema":1}', 'lock-not-valid'],
      ['[]', 'lock-not-valid'],
      [text.replace('"title"', '"titel"'), 'lock-not-valid'],
      ['\u0000', 'lock-unreadable'],
    ] as const) {
      writeFileSync(lock, content);
      expect((await explain(PERSONA)).problems).toMatchObject([{ code: problem }]);
    }
    rmSync(lock);
    expect(await explain(PERSONA)).toMatchObject({ code: 1, problems: [{ code: 'lock-absent' }] });
  });

  test('refuses a framework whose goal no longer exists', async () => {
    edit('goal_map.json', '"REVIEW_AGAINST_STANDARDS"', '"REVIEW"');
    expect(await explain(PERSONA)).toMatchObject({ code: 1, problems: [{ code: 'goal-gone' }] });
  });

  test('takes a file whose own name ends like a line number, and one behind a link, as they are', async () => {
    symlinkSync(join(cwd, 'output/Audit'), join(cwd, 'folder:3'));
    expect((await explain('folder:3/00_PERSONA.md')).code).toBe(0);
    expect((await explain('folder:3')).problems).toMatchObject([{ code: 'not-a-framework-file' }]);
  });

  test('changes nothing, and says the same again', async () => {
    const before = readFileSync(join(cwd, PROMPT), 'utf8');
    expect((await run(['explain', PROMPT], { cwd })).out).toBe((await run(['explain', PROMPT], { cwd })).out);
    expect(readFileSync(join(cwd, PROMPT), 'utf8')).toBe(before);
  });
});
