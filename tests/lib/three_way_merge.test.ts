import fc from 'fast-check';
import { diff3Merge } from 'node-diff3';
import { describe, expect, test } from 'vitest';
import { diffLines, mergeLines } from '../../src/lib/index.ts';
import { times } from '../support/cases.ts';

/** Few different lines, so that the same ones stand in several places. */
const lines = fc.array(fc.constantFrom('a\n', 'b\n', 'c\n', 'd\n', '\n'), { maxLength: 12 });
const three = fc.tuple(lines, lines, lines);

/** Different lines, in which the sides change some: what merges are in practice. */
const edited = fc
  .tuple(fc.integer({ min: 0, max: 20 }), fc.array(edit('Y')), fc.array(edit('T')))
  .map(([length, yours, theirs]) => {
    const base = Array.from({ length }, (_, place) => `line ${place}\n`);
    return [base, apply(base, yours), apply(base, theirs)] as const;
  });

type Edit = { readonly at: number; readonly removed: number; readonly added: readonly string[] };

function edit(side: string): fc.Arbitrary<Edit> {
  const added = fc.array(
    fc.nat(99).map((number) => `${side}${number}\n`),
    { maxLength: 3 },
  );
  return fc.record({ at: fc.nat(20), removed: fc.nat(2), added });
}

function apply(base: readonly string[], edits: readonly Edit[]): string[] {
  const result = [...base];
  for (const { at, removed, added } of edits) result.splice(at, removed, ...added);
  return result;
}

function linesFrom(merge: ReturnType<typeof mergeLines>, side: 'yours' | 'theirs'): string[] {
  return merge.flatMap((part) => (part.kind === 'merged' ? part.lines : part[side]));
}

function isClean(merge: ReturnType<typeof mergeLines>): boolean {
  return merge.every(({ kind }) => kind === 'merged');
}

/** Whether some lines stand in others, in their order. */
function standIn(some: readonly string[], all: readonly string[]): boolean {
  let place = 0;
  for (const line of all) if (line === some[place]) place += 1;
  return place === some.length;
}

describe('a three-way merge', () => {
  test('gives what is rendered now where nobody edited, and the edits where nothing else changed', () => {
    fc.assert(
      fc.property(lines, lines, (base, other) => {
        expect(mergeLines(base, base, other).flatMap((part) => ('lines' in part ? part.lines : []))).toEqual(
          other,
        );
        expect(mergeLines(base, other, base).flatMap((part) => ('lines' in part ? part.lines : []))).toEqual(
          other,
        );
        expect(isClean(mergeLines(base, other, other))).toBe(true);
        expect(linesFrom(mergeLines(base, other, other), 'yours')).toEqual(other);
      }),
      times(2000),
    );
  });

  test('loses no line that either side put in', () => {
    fc.assert(
      fc.property(fc.oneof(three, edited), ([base, yours, theirs]) => {
        const merge = mergeLines(base, yours, theirs);
        for (const [side, version] of [
          ['yours', yours],
          ['theirs', theirs],
        ] as const) {
          const added = diffLines(base, version).flatMap((step) =>
            step.kind === 'added' ? [version[step.after] ?? ''] : [],
          );
          expect(standIn(added, linesFrom(merge, side))).toBe(true);
        }
      }),
      times(5000),
    );
  });

  test('is the same from both sides, and comes to rest: merged once, there is nothing more to merge', () => {
    fc.assert(
      fc.property(fc.oneof(three, edited), ([base, yours, theirs]) => {
        const merge = mergeLines(base, yours, theirs);
        const turned = mergeLines(base, theirs, yours);
        expect(linesFrom(turned, 'theirs')).toEqual(linesFrom(merge, 'yours'));
        const result = linesFrom(merge, 'yours');
        const again = mergeLines(theirs, result, theirs);
        expect(isClean(again)).toBe(true);
        expect(linesFrom(again, 'yours')).toEqual(result);
      }),
      times(3000),
    );
  });

  test('agrees with node-diff3 where lines differ: the same conflicts or the same text', () => {
    fc.assert(
      fc.property(edited, ([base, yours, theirs]) => {
        const regions = diff3Merge([...yours], [...base], [...theirs], { excludeFalseConflicts: true });
        const merge = mergeLines(base, yours, theirs);
        expect(isClean(merge)).toBe(regions.every(({ conflict }) => conflict === undefined));
        const other = (side: 'a' | 'b') =>
          regions.flatMap(({ ok, conflict }) => ok ?? conflict?.[side] ?? []);
        expect(linesFrom(merge, 'yours')).toEqual(other('a'));
        expect(linesFrom(merge, 'theirs')).toEqual(other('b'));
      }),
      times(3000),
    );
  });

  test('takes thousands of like lines in its stride', () => {
    const base = Array.from({ length: 50_000 }, (_, place) => (place % 3 === 0 ? `x${place % 50}\n` : '\n'));
    const yours = base.with(10, 'mine\n');
    const theirs = base.with(49_990, 'new\n');
    expect(linesFrom(mergeLines(base, yours, theirs), 'yours')).toEqual(
      base.with(10, 'mine\n').with(49_990, 'new\n'),
    );
  });
});
