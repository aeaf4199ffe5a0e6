import fc from 'fast-check';
import picomatch from 'picomatch';
import type { PlanGraphInput } from '../../src/plan/graph/index.ts';

/** Paths and globs that overlap in every way, under spellings that mean the same. */
const FILES = [
  'a.ts',
  './a.ts',
  'src/',
  'src/x.ts',
  'src/y/../x.ts',
  'src/*.ts',
  'src/**/z.md',
  'src/y/z.md',
  '*.ts',
  'doc/{a,b}.md',
  'doc/a.md',
  'doc/?.md',
  'doc/[bc].md',
  '**/a.md',
];

/** Enough paths to tell any two of the {@link FILES} apart, and to find all paths that two of them share. */
const PATHS = [
  ...['a.ts', 'b.ts', 'src', 'src/x.ts', 'src/q.ts', 'src/z.md', 'src/y', 'src/y/z.md', 'src/y/x.ts'],
  ...['doc/a.md', 'doc/b.md', 'doc/c.md', 'doc/d.md', 'a.md', 'src/a.md', 'doc/x/a.md', 'src/y/a.md'],
];

const plain = (file: string) => file.replace(/^\.\//u, '').replace('y/../', '');
const matched = new Map(
  FILES.map((file) => {
    const globs = /[*?[{]/u.test(file) ? [file] : [plain(file), `${plain(file).replace(/\/$/u, '')}/**`];
    return [file, PATHS.filter((path) => picomatch.isMatch(path, globs, { dot: true }))];
  }),
);

/** Whether two of the {@link FILES} have a path in common, found by trying all of them. */
export function shareAPath(one: string, other: string): boolean {
  return (matched.get(one) ?? []).some((path) => matched.get(other)?.includes(path));
}

/** A small plan: any edges, including cycles, duplicates and loops, or only those that can be ordered. */
export function plans({ cyclic }: { cyclic: boolean }): fc.Arbitrary<PlanGraphInput> {
  return fc.integer({ min: 0, max: 7 }).chain((size) =>
    fc
      .record({
        edges: fc.array(fc.tuple(fc.nat(Math.max(size - 1, 0)), fc.nat(Math.max(size - 1, 0))), {
          maxLength: size === 0 ? 0 : 2 * size,
        }),
        shuffled: fc.shuffledSubarray(
          Array.from({ length: size }, (_, phase) => phase),
          { minLength: size },
        ),
        hours: fc.array(fc.constantFrom(0, 0.5, 1, 1, 2, 3, undefined), { minLength: size, maxLength: size }),
        files: fc.array(fc.array(fc.constantFrom(...FILES), { maxLength: 3 }), {
          minLength: size,
          maxLength: size,
        }),
      })
      .map(({ edges, shuffled, hours, files }) => {
        const dependencies = Array.from({ length: size }, (): number[] => []);
        for (const [from, to] of edges) {
          if (cyclic) dependencies[from]?.push(to);
          else if (from !== to)
            dependencies[shuffled[Math.max(from, to)] as number]?.push(
              shuffled[Math.min(from, to)] as number,
            );
        }
        return { ids: shuffled.map((_, phase) => String(phase + 1)), dependencies, hours, files };
      }),
  );
}

/** `[a][b]`: whether a phase depends on another, directly or through others (Warshall's closure). */
export function dependsOn({ dependencies }: PlanGraphInput): boolean[][] {
  const closure = dependencies.map((list) => dependencies.map((_, other) => list.includes(other)));
  for (const middle of closure.keys())
    for (const row of closure)
      if (row[middle]) for (const to of row.keys()) row[to] ||= closure[middle]?.[to] ?? false;
  return closure;
}

/** Pairs of independent phases that touch a common path. */
export function clashes(plan: PlanGraphInput): { pair: [number, number]; files: [string, string] }[] {
  const closure = dependsOn(plan);
  return plan.files.flatMap((files, one) =>
    plan.files.flatMap((others, other) =>
      one >= other || closure[one]?.[other] || closure[other]?.[one]
        ? []
        : files.flatMap((file) =>
            others
              .filter((another) => shareAPath(file, another))
              .map((another): { pair: [number, number]; files: [string, string] } => ({
                pair: [one, other],
                files: [file, another],
              })),
          ),
    ),
  );
}

/** The spelling of files in a conflict. */
export const written = plain;
