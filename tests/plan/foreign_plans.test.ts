import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readDocument } from '../../src/plan/index.ts';
import { casesIn } from '../support/cases.ts';
import { documentOf, emptyFolder, run } from '../support/program.ts';

type ForeignCase = {
  readonly name: string;
  readonly text: string;
  readonly phases: readonly string[];
  /** The files of each phase. */
  readonly files?: readonly string[];
  /** The ids of what is left out. */
  readonly left?: readonly string[];
  /** Codes of what has to be said. */
  readonly says?: readonly string[];
};

test.each(casesIn<ForeignCase>('foreign_plans.yaml').map((each) => [each.name, each] as const))(
  'another document than a plan: %s',
  (_, { text, phases, files, left, says }) => {
    const read = readDocument(text, 'plan.md', { title: 'Untitled' });
    if (!read.ok) throw new Error(read.problems.map(({ message }) => message).join('\n'));
    const { plan, imported, problems } = read.value;
    const idOf = (place: number) => plan.phases[place]?.id ?? '';
    const told = plan.phases.map(({ id, title, dependencies, steps, gates }) => {
      const after = (dependencies?.references ?? []).flatMap((each) => each.phases.map(idOf));
      const needs = after.length === 0 ? '' : ` < ${after.join(',')}`;
      const done = steps.length === 0 ? '' : `: ${steps.map(({ value }) => value).join('; ')}`;
      const checks = gates.length === 0 ? '' : ` | ${gates.map((gate) => gate.text).join('; ')}`;
      return `${id} ${title}${needs}${done}${checks}`;
    });
    expect(told).toEqual(phases);
    expect(imported?.leftOut.map(({ id }) => id)).toEqual(left ?? []);
    if (files !== undefined)
      expect(
        plan.phases.map((each) => (each.files?.entries ?? []).map(({ path }) => path).join(', ')),
      ).toEqual(files);
    expect(problems.map(({ code }) => code)).toEqual(expect.arrayContaining([...(says ?? [])]));
    // Every phase can be found in the document.
    for (const { line } of plan.phases) expect(text.split('\n')[line - 1]).toBeDefined();
  },
);

test('[promise:plan-foreign] every command reads a roadmap in one way, and tells what it left out', async () => {
  const cwd = emptyFolder();
  writeFileSync(join(cwd, 'ROADMAP.md'), ROADMAP);
  const check = documentOf(await run(['plan', 'check', 'ROADMAP.md', '--json'], { cwd }));
  expect(check.plan).toMatchObject({ stages: [['2'], ['3']] });
  expect(check.reading).toMatchObject({ leftOut: [{ id: '1' }] });
  const normal = documentOf(await run(['plan', 'normalise', 'ROADMAP.md', '--json'], { cwd }));
  const imported = documentOf(await run(['plan', 'import', 'ROADMAP.md', '--dry-run', '--json'], { cwd }));
  expect(normal.plan).toEqual(check.plan);
  expect(normal.text).toBe(imported.text);
  const { err } = await run(['plan', 'check', 'ROADMAP.md'], { cwd });
  expect(err).toContain('Kept as context that every phase gets: “Risks” (line 10: risks)');
  expect(err).toContain('Left out because there is nothing to do in it: 1 Base (done)');
  const batch = await run(['batch', 'generate', 'ROADMAP.md', '--dry-run'], { cwd });
  expect(batch.code).toBe(0);
  const fix = await run(['plan', 'check', 'ROADMAP.md', '--fix'], { cwd });
  expect(fix).toMatchObject({ code: 2, err: expect.stringContaining('plan normalise') });
});

test('[promise:plan-order] an order that is stated beside the parts is read, and what cannot be read of it is told', async () => {
  const cwd = emptyFolder();
  const parts = [1, 2, 3].map((id) => `## Phase ${id}: Part ${id}\n- Write part ${id}\n`).join('');
  const stagesWith = async (order: string) => {
    writeFileSync(join(cwd, 'PLAN.md'), `# Plan\n${parts}## Notes\n${order}\n`);
    const { plan } = documentOf(await run(['plan', 'check', 'PLAN.md', '--json'], { cwd }));
    return (plan as { stages: string[][] }).stages;
  };
  expect(await stagesWith('```mermaid\ngraph LR\nA[Phase 1] --> B[Phase 2]\nA --> C[Phase 3]\n```')).toEqual([
    ['1'],
    ['2', '3'],
  ]);
  expect(await stagesWith('Phase 1 → Phase 3 → Phase 2')).toEqual([['1'], ['3'], ['2']]);
  expect(await stagesWith('Phase 3 can start once 1 is done.')).toEqual([['1'], ['2', '3']]);
  expect(await stagesWith('| Phase | Depends on |\n|---|---|\n| Phase 3 | Phase 1 |')).toEqual([
    ['1'],
    ['2', '3'],
  ]);
  expect(await stagesWith('Phase 2 needs phase 7.')).toEqual([['1'], ['2'], ['3']]);
  const { err } = await run(['plan', 'check', 'PLAN.md'], { cwd });
  expect(err).toContain(
    'Statements about the order that were not understood: “Phase 2 needs phase 7.” (line 9)',
  );
});

const ROADMAP = `# Roadmap

## Phase 1: Base ✅
- Write src/base.ts
## Phase 2: View
- Write src/view.ts
## Phase 3: Release
- Write README.md

## Risks
- Time
`;

test('--section takes one section alone, --explain tells of all, and UTF-16 is read', async () => {
  const cwd = emptyFolder();
  const text = `${ROADMAP}\n## Ideas of Kim\n### Phase 1: Themes\n- Write src/themes.ts\n`;
  writeFileSync(join(cwd, 'plan.md'), text);
  const section = documentOf(
    await run(['plan', 'check', 'plan.md', '--section', 'Ideas of Kim', '--json'], { cwd }),
  );
  expect(section.plan).toMatchObject({ stages: [['1']], phases: [{ title: 'Themes' }] });
  const explained = await run(['plan', 'normalise', 'plan.md', '--explain', '--dry-run'], { cwd });
  expect(explained.code).toBe(0);
  expect(explained.err).toMatch(/5 {2}work +## Phase 2: View {2}\(part 2\)/u);
  expect(explained.err).toMatch(/10 {2}context +## Risks {2}\(risks\)/u);
  writeFileSync(join(cwd, 'wide.md'), Buffer.from(`\uFEFF${ROADMAP}`, 'utf16le'));
  const wide = documentOf(await run(['plan', 'check', 'wide.md', '--json'], { cwd }));
  expect(wide.plan).toMatchObject({ stages: [['2'], ['3']] });
  const unclear = `# Notes\n${['A', 'B', 'C'].map((name) => `## ${name}x\nSome text.\nMore of it.\n\n- one\n- two\n`).join('\n')}`;
  writeFileSync(join(cwd, 'notes.md'), unclear);
  const asked = await run(['plan', 'check', 'notes.md'], { cwd });
  expect(asked).toMatchObject({ code: 2, err: expect.stringContaining('--section "Ax"') });
});
