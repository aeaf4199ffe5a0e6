import { describe, expect, test } from 'vitest';
import { addDependency, applyEdits, type Edit, type UncheckedPlan } from '../../src/plan/index.ts';
import { casesIn } from '../support/cases.ts';
import { planOf } from '../support/plan.ts';

type EditCase = {
  readonly name: string;
  readonly plan: string;
  readonly add: readonly [phase: number, on: number, note?: string];
  readonly lines: readonly [line: number, remove: number, lines: readonly string[]] | null;
};

function editOf(plan: UncheckedPlan, { add: [phase, on, note] }: EditCase): Edit | undefined {
  return addDependency(plan, { phase, on, ...(note !== undefined && { note }) });
}

/** The ids that each phase depends on. */
function dependenciesIn(source: string): string[][] {
  const { phases } = planOf(source);
  return phases.map(({ dependencies }) =>
    (dependencies?.references ?? []).flatMap((reference) =>
      reference.phases.map((at) => phases[at]?.id ?? ''),
    ),
  );
}

const cases = casesIn<EditCase>('plan_edits.yaml').map((each) => [each.name, each] as const);

describe('an edit', () => {
  test.each(cases)('%s', (_, each) => {
    const edit = editOf(planOf(each.plan), each);
    expect(edit && [edit.line, edit.remove, edit.lines]).toEqual(each.lines ?? undefined);
  });

  test.each(cases)('%s: the plan then means what was asked for', (_, each) => {
    const edit = editOf(planOf(each.plan), each);
    if (edit === undefined) return;
    const edited = applyEdits(each.plan, [edit]);
    const expected = dependenciesIn(each.plan);
    expected[each.add[0]]?.push(String(each.add[1] + 1));
    expect(dependenciesIn(edited).map((ids) => ids.toSorted())).toEqual(
      expected.map((ids) => ids.toSorted()),
    );
  });

  test.each(['\r\n', '\r'])(
    'finds the lines of a phase whatever ends them, and behind a byte order mark: %j',
    (end) => {
      const source = `\uFEFF${['### Phase 1: A', '### Phase 2: B', '**Dependencies**: None', '**Goal**: b'].join(end)}`;
      const edit = addDependency(planOf(source), { phase: 1, on: 0 });
      expect(edit).toEqual({ line: 3, remove: 1, lines: ['**Dependencies**: Phase 1'] });
      expect(applyEdits(source, edit ? [edit] : [])).toBe(source.replace('None', 'Phase 1'));
    },
  );

  test('on the first line counts its columns without the byte order mark', () => {
    const source = '\uFEFFPhase 1 (2 hours)\n===\n**Gates**:\n- [ ] `a`\n';
    const edit = addDependency(planOf(`${source}\nPhase 2\n---\n`), { phase: 0, on: 1 });
    expect(edit).toEqual({ line: 3, remove: 0, lines: ['', '**Dependencies**: Phase 2', ''] });
  });
});

describe('edits', () => {
  const made = (source: string, ...edits: [line: number, remove: number, ...lines: string[]][]) =>
    applyEdits(
      source,
      edits.map(([line, remove, ...lines]) => ({ line, remove, lines })),
    );

  test('change the lines that they name, in whatever order they come', () => {
    expect(made('a\nb\nc\nd\n', [4, 1, 'D'], [1, 1, 'A', 'A'], [2, 2])).toBe('A\nA\nD\n');
    expect(made('a\nb\n', [1, 1, 'A'], [2, 1, 'B'])).toBe('A\nB\n');
  });

  test('at the same line come one behind the other, as they were given', () => {
    expect(made('a\nb\n', [2, 0, '1'], [2, 0, '2'], [2, 0, '3'])).toBe('a\n1\n2\n3\nb\n');
  });

  test('end new lines as the first one does, and leave the others', () => {
    expect(made('a\r\nb\n', [2, 0, 'x'])).toBe('a\r\nx\r\nb\n');
    expect(made('a\rb\r\nc\r', [2, 1, 'x'])).toBe('a\rx\rc\r');
    expect(made('a\nb\r\n', [3, 0, 'x'])).toBe('a\nb\r\nx\n');
  });

  test('keep a last line without an end without one', () => {
    expect(made('a\nb', [2, 1, 'x'])).toBe('a\nx');
    expect(made('a\nb', [2, 1, 'x', 'y'])).toBe('a\nx\ny');
    expect(made('a\nb', [3, 0, 'x', 'y'])).toBe('a\nb\nx\ny');
    expect(made('a\r\nb', [3, 0, 'x'])).toBe('a\r\nb\r\nx');
    expect(made('a\nb', [1, 1, 'x'])).toBe('x\nb');
    expect(made('a\nb', [2, 0, 'x'])).toBe('a\nx\nb');
    expect(made('a', [1, 1, 'x'])).toBe('x');
    expect(made('a\nb\n', [3, 0, 'x'])).toBe('a\nb\nx\n');
  });

  test('of the first line keep the byte order mark', () => {
    expect(made('\uFEFFa\nb\n', [1, 1, 'x'])).toBe('\uFEFFx\nb\n');
    expect(made('\uFEFFa\nb\n', [2, 1, 'x'])).toBe('\uFEFFa\nx\n');
    expect(made('a\nb\n', [1, 1, 'x'])).toBe('x\nb\n');
  });
});
