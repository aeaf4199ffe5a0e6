import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  criticalPath,
  type FileConflict,
  fileConflicts,
  type PlanGraphInput,
  phaseOrder,
  planGraph,
  precedence,
  safeFixes,
  simulate,
  touchedFiles,
} from '../../../src/plan/graph/index.ts';
import { describeLarge, times } from '../../support/cases.ts';
import { clashes, plans, written } from '../../support/plan_graphs.ts';

const plan = (phases: [needs: number[], files: string[], hours?: number][]): PlanGraphInput => ({
  ids: phases.map((_, phase) => String(phase + 1)),
  dependencies: phases.map(([needs]) => needs),
  files: phases.map(([, files]) => files),
  hours: phases.map(([, , hours]) => hours ?? 1),
});
const measured = (input: PlanGraphInput) => {
  const graph = planGraph(input);
  const order = phaseOrder(graph);
  const touched = touchedFiles(input.files);
  const conflicts = fileConflicts(graph, order, touched);
  const { hours } = simulate(
    graph,
    order,
    { precedence: precedence(graph, order), touched },
    Number.POSITIVE_INFINITY,
  );
  return { graph, order, conflicts, hours, fixes: safeFixes(graph, order, conflicts, hours) };
};
const conflictsOf = (input: PlanGraphInput) => measured(input).conflicts;
const withAdded = (input: PlanGraphInput, added: FileConflict['dependencies']): PlanGraphInput => ({
  ...input,
  dependencies: input.dependencies.map((list, phase) => [
    ...list,
    ...added.filter((each) => each.phase === phase).map(({ on }) => on),
  ]),
});

describe('file conflicts', () => {
  test('two phases side by side with a common file', () => {
    expect(
      conflictsOf(
        plan([
          [[], []],
          [[0], ['a']],
          [[0], ['./a', 'b']],
        ]),
      ),
    ).toEqual([
      {
        files: ['a'],
        phases: [1, 2],
        witness: [1, 2],
        certain: true,
        dependencies: [{ phase: 2, on: 1 }],
      },
    ]);
  });

  test('none where one depends on the other, directly or through others', () => {
    expect(
      conflictsOf(
        plan([
          [[], ['a']],
          [[0], []],
          [[1], []],
          [[2], ['a']],
          [[3], ['a']],
        ]),
      ),
    ).toEqual([]);
  });

  test('none with itself, under two names', () => {
    expect(conflictsOf(plan([[[], ['src/', 'src/a', 'src/*', './src/a']]]))).toEqual([]);
  });

  test('none with a phase that can never go', () => {
    expect(
      conflictsOf(
        plan([
          [[0], ['a']],
          [[], ['a']],
        ]),
      ),
    ).toEqual([]);
  });

  test('five phases over one file are one group, in a chain of dependencies', () => {
    const all: [number[], string[]][] = Array.from({ length: 5 }, () => [[], ['a']]);
    expect(conflictsOf(plan(all))).toEqual([
      {
        files: ['a'],
        phases: [0, 1, 2, 3, 4],
        witness: [0, 1],
        certain: true,
        dependencies: [1, 2, 3, 4].map((phase) => ({ phase, on: phase - 1 })),
      },
    ]);
  });

  test('a phase that touches the file too, but comes before the others, is none of them', () => {
    expect(
      conflictsOf(
        plan([
          [[], ['a']],
          [[0], ['a']],
          [[0], ['a']],
          [[1, 2], ['a']],
        ]),
      ),
    ).toMatchObject([{ files: ['a'], phases: [1, 2], witness: [1, 2] }]);
  });

  test('the same phases over several files are one group', () => {
    const [conflict, ...others] = conflictsOf(
      plan([
        [[], ['b', 'a']],
        [[], ['a', 'c', 'b']],
      ]),
    );
    expect(others).toEqual([]);
    expect(conflict).toMatchObject({ files: ['b', 'a'], dependencies: [{ phase: 1, on: 0 }] });
  });

  test('a folder or glob meets what is under it, and those beside each other do not meet', () => {
    expect(
      conflictsOf(
        plan([
          [[], ['src/a']],
          [[], ['src/b']],
          [[0], ['src/']],
          [[], ['srca']],
        ]),
      ),
    ).toEqual([
      {
        files: ['src/', 'src/b'],
        phases: [1, 2],
        witness: [1, 2],
        certain: true,
        dependencies: [{ phase: 2, on: 1 }],
      },
    ]);
    expect(
      conflictsOf(
        plan([
          [[], ['src/*.ts']],
          [[], ['src/b.ts']],
          [[], ['src/b.md']],
        ]),
      ),
    ).toMatchObject([{ files: ['src/*.ts', 'src/b.ts'], phases: [0, 1] }]);
    expect(
      conflictsOf(
        plan([
          [[], ['src/a*']],
          [[], ['src/*b']],
        ]),
      ),
    ).toMatchObject([{ files: ['src/*b', 'src/a*'], phases: [0, 1] }]);
  });

  test('a path written once as a folder is one everywhere', () => {
    expect(
      conflictsOf(
        plan([
          [[], ['src']],
          [[0], ['src/']],
          [[], ['**/x.md']],
        ]),
      ),
    ).toMatchObject([{ files: ['**/x.md', 'src/'], phases: [0, 1, 2] }]);
  });

  test('what is not supported may overlap, and is not certain', () => {
    expect(
      conflictsOf(
        plan([
          [[], ['src/@(a|b)']],
          [[], ['src/c']],
          [[], ['lib/a']],
        ]),
      ),
    ).toMatchObject([{ files: ['src/@(a|b)', 'src/c'], phases: [0, 1], certain: false }]);
  });

  test('a dependency is on the phase that stands earlier in topological order', () => {
    expect(
      conflictsOf(
        plan([
          [[2], ['a']],
          [[], ['a']],
          [[], []],
        ]),
      ),
    ).toMatchObject([{ phases: [0, 1], witness: [1, 0], dependencies: [{ phase: 0, on: 1 }] }]);
  });

  test('random plans: exactly the clashes that looking at every two phases finds', () => {
    fc.assert(
      fc.property(plans({ cyclic: false }), (input) => {
        const expected = clashes(input);
        const conflicts = conflictsOf(input);
        const isClash = (one: number, other: number, files: readonly string[]) =>
          expected.some(
            (clash) =>
              clash.pair.includes(one) &&
              clash.pair.includes(other) &&
              clash.files.some((file) => files.includes(written(file))),
          );
        for (const { files, phases, witness } of conflicts) {
          expect(isClash(...witness, files)).toBe(true);
          expect(phases).toEqual(expect.arrayContaining([...witness]));
          expect(phases).toEqual([...new Set(phases)].sort());
          for (const phase of phases)
            expect(phases.some((other) => other !== phase && isClash(phase, other, files))).toBe(true);
        }
        for (const { files } of expected)
          expect(
            conflicts.some((conflict) => files.some((file) => conflict.files.includes(written(file)))),
          ).toBe(true);
        const all = conflicts.flatMap(({ dependencies }) => dependencies);
        const mended = withAdded(input, all);
        expect(phaseOrder(planGraph(mended)).order).toHaveLength(input.ids.length);
        expect(clashes(mended)).toEqual([]);
      }),
      times(10_000),
    );
  });
});

describe('safe fixes', () => {
  test('phases that share a file wait for each other anyway: a dependency costs nothing', () => {
    const { conflicts, fixes } = measured(
      plan([
        [[], []],
        [[0], ['a']],
        [[0], ['a']],
        [[1, 2], []],
      ]),
    );
    expect(fixes).toEqual({ dependencies: [{ phase: 2, on: 1 }], removed: conflicts });
  });

  test('one that would make the plan longer than the files do is left alone', () => {
    // The first phase in the document is short, the second has a long way to go: it should go first.
    const { fixes, hours } = measured(
      plan([
        [[], ['a'], 1],
        [[], ['a'], 1],
        [[1], [], 5],
      ]),
    );
    expect(hours).toBe(6);
    expect(fixes).toEqual({ dependencies: [], removed: [] });
  });

  test('one that is not certain is left alone', () => {
    expect(
      measured(
        plan([
          [[], ['!a']],
          [[], ['b']],
        ]),
      ).fixes,
    ).toEqual({ dependencies: [], removed: [] });
  });

  test('one that two conflicts need is added once', () => {
    const { conflicts, fixes } = measured(
      plan([
        [[], ['src/', 'a']],
        [[], ['src/b', 'a']],
        [[], ['src/b']],
      ]),
    );
    expect(conflicts.length).toBeGreaterThan(1);
    expect(fixes.removed).toEqual(conflicts);
    expect(fixes.dependencies).toEqual([
      { phase: 1, on: 0 },
      { phase: 2, on: 0 },
      { phase: 2, on: 1 },
    ]);
  });

  test('random plans: no cycle, not longer, and the conflicts are gone', () => {
    const runs = times(10_000);
    let seen = 0;
    fc.assert(
      fc.property(plans({ cyclic: false }), (input) => {
        const { fixes, hours, conflicts } = measured(input);
        const mended = measured(withAdded(input, fixes.dependencies));
        expect(mended.order.order).toHaveLength(input.ids.length);
        expect(criticalPath(mended.graph, mended.order).hours).toBeLessThanOrEqual(hours);
        for (const { files } of fixes.removed) {
          expect(mended.conflicts.map((conflict) => conflict.files[0])).not.toContain(files[0]);
          seen += 1;
        }
        if (fixes.removed.length === conflicts.length) expect(mended.conflicts).toEqual([]);
      }),
      runs,
    );
    expect(seen).toBeGreaterThan(runs.numRuns / 2);
  });
});

describeLarge('many phases', () => {
  const SIZE = 100_000;
  const many = (needs: (phase: number) => number[], files: (phase: number) => string[]) =>
    plan(Array.from({ length: SIZE }, (_, phase) => [needs(phase), files(phase)]));

  test('all over one file, one behind the other: no conflict', () => {
    expect(
      conflictsOf(
        many(
          (phase) => (phase === 0 ? [] : [phase - 1]),
          () => ['src/index.ts'],
        ),
      ),
    ).toEqual([]);
  });

  test('all over one file, side by side: one group with two as witness', () => {
    const [conflict, ...others] = conflictsOf(
      many(
        () => [],
        () => ['src/index.ts'],
      ),
    );
    expect(others).toEqual([]);
    expect(conflict).toMatchObject({ files: ['src/index.ts'], witness: [0, 1] });
    expect(conflict?.phases).toHaveLength(SIZE);
    expect(conflict?.dependencies).toHaveLength(SIZE - 1);
  });

  test('chains beside each other, each over files of its own, under one folder', () => {
    const input = many(
      (phase) => (phase < 300 ? [] : [phase - 300]),
      (phase) => [`src/${phase % 300}.ts`],
    );
    expect(conflictsOf(input)).toEqual([]);
    const twice = conflictsOf({
      ...input,
      files: input.files.map((files, phase) => (phase === 7 ? ['src/'] : files)),
    });
    expect(twice).toHaveLength(1);
    expect(twice[0]?.files[0]).toBe('src/');
    // All but those of its own chain.
    expect(twice[0]?.files).toHaveLength(300);
  });

  test('only every 50th touches the file, with many ways between one and the next', () => {
    const braid = (step: number) => (phase: number) =>
      [phase - 2 * step, phase - 3 * step].filter((each) => each >= 0);
    const files = (phase: number) => (phase % 50 === 0 ? ['a'] : []);
    expect(conflictsOf(many(braid(1), files))).toEqual([]);
    // Three braids that never meet: each phase of one could run beside those of the others.
    const [conflict] = conflictsOf(many(braid(3), files));
    expect(conflict?.phases).toHaveLength(SIZE / 50);
    expect(conflict?.dependencies).toHaveLength(SIZE / 50 - 1);
  });

  test('thousands of different globs: the rest are taken together as one that may touch everything', () => {
    const input = plan(Array.from({ length: 4000 }, (_, phase) => [[], [`*/${phase}*`]]));
    const conflicts = conflictsOf(input);
    expect(
      conflicts.some(({ certain, files }) => !certain && /^\d+ globs, too many/u.test(files[0] ?? '')),
    ).toBe(true);
    expect(new Set(conflicts.flatMap(({ phases }) => phases)).size).toBe(4000);
  });
});
