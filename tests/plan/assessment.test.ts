import { describe, expect, test } from 'vitest';
import { assessPlan } from '../../src/plan/assessment.ts';
import { GOALS, planOf } from '../support/plan.ts';

const phase = (id: number, ...lines: string[]) => `### Phase ${id}\n${lines.join('\n')}\n`;
const assessed = (source: string) => assessPlan(planOf(source), { goals: GOALS });
const conflictsIn = (source: string) =>
  assessed(source).problems.filter(({ code }) => code === 'file-conflict');

describe('a file conflict', () => {
  test('is a warning at the files of the later phase', () => {
    expect(
      conflictsIn(phase(1, '**Files**: a.ts') + phase(2, '**Goal**: g | **Files**: b.ts, ./a.ts')),
    ).toEqual([
      {
        severity: 'warning',
        code: 'file-conflict',
        message: 'Phase 1 and Phase 2 could run at the same time, and both touch a.ts.',
        file: 'plan.md',
        line: 4,
        column: 15,
        hint: 'Make Phase 2 depend on Phase 1, or split the file.',
      },
    ]);
  });

  test('between three and more names two of them', () => {
    const of = (count: number) =>
      conflictsIn(Array.from({ length: count }, (_, at) => phase(at + 1, '**Files**: a.ts')).join(''))[0];
    expect(of(3)).toMatchObject({
      message: 'Phase 1 and Phase 2 could run at the same time, and both touch a.ts, as 1 more phase does.',
      hint: 'Make Phase 2 depend on Phase 1, Phase 3 on Phase 2, or split the file.',
    });
    expect(of(5)?.hint).toBe(
      'Make Phase 2 depend on Phase 1, Phase 3 on Phase 2, Phase 4 on Phase 3, Phase 5 on Phase 4, or split the file.',
    );
    expect(of(7)?.hint).toBe(
      'Make Phase 2 depend on Phase 1, Phase 3 on Phase 2, Phase 4 on Phase 3, Phase 5 on Phase 4 and 2 more, or split the file.',
    );
  });

  test('says of no phase that stands before all others that it could run with them', () => {
    const needs = '**Files**: a.ts\n**Dependencies**: Phase 1';
    const plan = phase(1, '**Files**: a.ts') + phase(2, needs) + phase(3, needs);
    expect(conflictsIn(plan)).toMatchObject([
      {
        message: 'Phase 2 and Phase 3 could run at the same time, and both touch a.ts.',
        hint: 'Make Phase 3 depend on Phase 2, or split the file.',
      },
    ]);
  });

  test('names up to four files', () => {
    const of = (files: string) =>
      conflictsIn(phase(1, `**Files**: ${files}`) + phase(2, `**Files**: ${files}`))[0]?.message;
    expect(of('a.ts, b.ts, c.ts, d.ts')).toBe(
      'Phase 1 and Phase 2 could run at the same time, and both touch a.ts, b.ts, c.ts, d.ts.',
    );
    expect(of('a.ts, b.ts, c.ts, d.ts, e.ts, f.ts')).toBe(
      'Phase 1 and Phase 2 could run at the same time, and both touch a.ts, b.ts, c.ts, d.ts and 2 more.',
    );
  });

  test('over a pattern that is not read exactly only may be one', () => {
    expect(
      conflictsIn(phase(1, '**Files**: `src/@(a|b).ts`') + phase(2, '**Files**: src/a.ts')),
    ).toMatchObject([
      {
        message:
          'Phase 1 and Phase 2 could run at the same time, and may both touch src/@(a|b).ts, src/a.ts.',
      },
    ]);
  });

  test('stands among what the rules find, in document order', () => {
    const { problems, checked } = assessed(
      phase(1, '**Goal**: g', '**Files**: a.ts') +
        phase(2, '**Goal**: g', '**Files**: a.ts', '**Workflow**: NONE_SUCH'),
    );
    expect(checked).toBeUndefined();
    expect(problems.map(({ line, code }) => `${line} ${code}`)).toEqual([
      '1 gates-missing',
      '1 hours-missing',
      '4 gates-missing',
      '4 hours-missing',
      '6 file-conflict',
      '7 unknown-workflow',
    ]);
  });
});

test('a plan is judged with its order, its schedule and its conflicts', () => {
  const source =
    phase(1, '**Goal**: g', '**Hours**: 2', '**Files**: a.ts') +
    phase(2, '**Goal**: g', '**Hours**: 3', '**Files**: a.ts') +
    phase(3, '**Goal**: g', '**Hours**: 1', '**Dependencies**: Phase 2');
  const plan = planOf(source);
  const { totals, criticalPath, unlimited, conflicts, work, checked, ...rest } = assessPlan(plan);
  expect(rest.plan).toBe(plan);
  expect(checked?.plan).toBe(plan);
  expect(totals).toEqual({
    phases: 3,
    stages: 2,
    maxParallel: 2,
    hours: { total: 6, critical: 4 },
    assumed: { phases: 0, hours: 1 },
  });
  expect(criticalPath).toEqual({ phases: [1, 2], hours: 4 });
  expect([...unlimited.starts]).toEqual([3, 0, 3]);
  expect(unlimited).toMatchObject({ hours: 5, workers: Number.POSITIVE_INFINITY, mostAtOnce: 2 });
  expect(conflicts).toMatchObject([{ files: ['a.ts'], phases: [0, 1] }]);
  expect([...work.precedence.phases]).toEqual([1, 0, 2]);
});
