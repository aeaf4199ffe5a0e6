import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { adjacency, reversed, targetsOf } from '../../../src/plan/graph/adjacency.ts';
import { expandBraces } from '../../../src/plan/graph/braces.ts';
import { type CharSet, charSet, shareCharacter } from '../../../src/plan/graph/char_sets.ts';
import { parseSegment } from '../../../src/plan/graph/glob_segment.ts';
import { heap } from '../../../src/plan/graph/heap.ts';
import { phaseOrder, planGraph, precedence, touchedFiles } from '../../../src/plan/graph/index.ts';
import { indexSet } from '../../../src/plan/graph/index_set.ts';
import { reachable } from '../../../src/plan/graph/reachability.ts';
import { times } from '../../support/cases.ts';
import { dependsOn } from '../../support/plan_graphs.ts';

/** Numbers that look random, and are the same on every run. */
function numbers(count: number, below: number): number[] {
  let state = 12_345;
  return Array.from({ length: count }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  });
}

describe('a heap', () => {
  test('gives back what was pushed in its order, and looks before it takes', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 40 }), (items) => {
        const queue = heap((a, b) => a > b);
        for (const [index, item] of items.entries()) {
          expect(queue.size).toBe(index);
          queue.push(item);
        }
        for (const expected of items.toSorted((a, b) => b - a)) {
          expect(queue.peek()).toBe(expected);
          expect(queue.pop()).toBe(expected);
        }
        expect([queue.size, queue.peek(), queue.pop(), queue.size]).toEqual([0, undefined, undefined, 0]);
      }),
      times(500),
    );
  });

  test('compares each item with few others', () => {
    let compared = 0;
    const queue = heap((a, b) => {
      compared += 1;
      return a < b;
    });
    for (let item = 0; item < 64; item++) queue.push(item);
    // In ascending order each new item is compared with the one above it only.
    expect(compared).toBe(63);
    compared = 0;
    queue.pop();
    expect(compared).toBeLessThanOrEqual(12);
  });
});

describe('a set of indexes', () => {
  test.each([1, 2, 31, 32, 33, 1023, 1024, 1025, 33_000])('of %d gives back its smallest', (size) => {
    const set = indexSet(size);
    expect(set.takeSmallest()).toBe(-1);
    const added = new Set([0, size - 1, ...numbers(Math.min(size, 200), size)]);
    for (const index of added) set.add(index);
    for (const index of added) set.add(index);
    const sorted = [...added].sort((a, b) => a - b);
    for (const [place, index] of sorted.entries()) {
      expect(set.takeSmallest()).toBe(index);
      if (place === 3) {
        set.add(0);
        expect(set.takeSmallest()).toBe(0);
      }
    }
    expect(set.takeSmallest()).toBe(-1);
    set.add(size - 1);
    expect(set.takeSmallest()).toBe(size - 1);
  });

  test('of nothing has none', () => expect(indexSet(0).takeSmallest()).toBe(-1));
});

test('edges are flat lists, and can be turned round', () => {
  const edges = adjacency([[2, 1], [], [1, 1, 2]]);
  expect([[...edges.starts], [...edges.targets]]).toEqual([
    [0, 2, 2, 5],
    [2, 1, 1, 1, 2],
  ]);
  expect([0, 1, 2].map((from) => [...targetsOf(edges, from)])).toEqual([[2, 1], [], [1, 1, 2]]);
  const back = reversed(edges, 4);
  expect([[...back.starts], [...back.targets]]).toEqual([
    [0, 0, 3, 5, 5],
    [0, 2, 2, 0, 2],
  ]);
  expect(reversed(adjacency([]), 0)).toEqual({ starts: Int32Array.of(0), targets: new Int32Array(0) });
});

describe('sets of characters', () => {
  test.each<[ranges: [number, number][], negated: boolean, set: number[]]>([
    [[], false, []],
    [[[97, 99]], false, [97, 99]],
    [[[99, 97]], false, []],
    [
      [
        [110, 120],
        [97, 99],
      ],
      false,
      [97, 99, 110, 120],
    ],
    [
      [
        [97, 99],
        [100, 101],
      ],
      false,
      [97, 101],
    ],
    [
      [
        [97, 99],
        [101, 102],
      ],
      false,
      [97, 99, 101, 102],
    ],
    [
      [
        [97, 110],
        [98, 99],
      ],
      false,
      [97, 110],
    ],
    [
      [
        [97, 100],
        [100, 104],
      ],
      false,
      [97, 104],
    ],
    // Without the slash, 0x2f.
    [[[0x2f, 0x2f]], false, []],
    [[[0x2e, 0x30]], false, [0x2e, 0x2e, 0x30, 0x30]],
    [[[0x2f, 0x30]], false, [0x30, 0x30]],
    [[[0x2e, 0x2f]], false, [0x2e, 0x2e]],
    [[[0x20, 0x2e]], false, [0x20, 0x2e]],
    [[[0x30, 0x39]], false, [0x30, 0x39]],
    [[], true, [0, 0x2e, 0x30, 0x10ffff]],
    [[[97, 99]], true, [0, 0x2e, 0x30, 96, 100, 0x10ffff]],
    [[[0, 10]], true, [11, 0x2e, 0x30, 0x10ffff]],
    [[[0x30, 0x10ffff]], true, [0, 0x2e]],
    [[[0, 0x10ffff]], true, []],
    [[[0, 0x10fffe]], true, [0x10ffff, 0x10ffff]],
    [[[1, 0x10ffff]], true, [0, 0]],
  ])('%j, negated: %j', (ranges, negated, set) => expect(charSet(ranges, negated)).toEqual(set));

  test.each<[CharSet, CharSet, boolean]>([
    [[], [1, 2], false],
    [[1, 2], [3, 4], false],
    [[1, 3], [3, 4], true],
    [[3, 4], [1, 3], true],
    [[1, 9], [4, 5], true],
    [[1, 2, 7, 8], [3, 4, 8, 9], true],
    [[1, 2, 9, 10], [3, 4, 5, 6, 10, 10], true],
    [[1, 2, 9, 10], [3, 4, 5, 8, 11, 12], false],
    [[5, 5], [1, 2, 3, 4, 5, 5], true],
  ])('%j and %j share a character: %j', (a, b, shared) => {
    expect(shareCharacter(a, b)).toBe(shared);
    expect(shareCharacter(b, a)).toBe(shared);
  });
});

test.each<[string, string[] | undefined]>([
  ['a', ['a']],
  ['', ['']],
  ['{a,b}', ['a', 'b']],
  ['x{a,b}y', ['xay', 'xby']],
  ['{a,b}{c,d}', ['ac', 'ad', 'bc', 'bd']],
  ['{a,{b,c}d}e', ['ae', 'bde', 'cde']],
  ['{a{b,c},d}', ['ab', 'ac', 'd']],
  ['{,a}', ['', 'a']],
  ['{a,}', ['a', '']],
  ['{a}', ['{a}']],
  ['{a}{b,c}', ['{a}b', '{a}c']],
  ['{{a,b}}', ['{a}', '{b}']],
  ['a,b', ['a,b']],
  ['{a,b', ['{a,b']],
  ['a,b}', ['a,b}']],
  ['}{a,b}', ['}a', '}b']],
  ['{x{a,b}', ['{xa', '{xb']],
  ['\\{a,b}', ['\\{a,b}']],
  ['{a\\,b,c}', ['a\\,b', 'c']],
  ['{a,b\\}', ['{a,b\\}']],
  [`{${'a,'.repeat(63)}a}`, Array.from({ length: 64 }, () => 'a')],
  [`{${'a,'.repeat(64)}a}`, undefined],
  ['{a,b}'.repeat(7), undefined],
])('the braces of %s', (pattern, texts) => expect(expandBraces(pattern)).toEqual(texts));

test('sixty-four texts are not too many', () => expect(expandBraces('{a,b}'.repeat(6))).toHaveLength(64));

describe('a name of a glob', () => {
  const any = [0, 0x2e, 0x30, 0x10ffff];
  const [a, b] = [
    [97, 97],
    [98, 98],
  ];
  test.each<[string, ReturnType<typeof parseSegment>]>([
    ['', ''],
    ['ab', 'ab'],
    ['\\*', '*'],
    ['a\\', 'a\\'],
    ['*', ['*']],
    ['**a', ['*', a]],
    ['a*b', [a, '*', b]],
    ['?a', [any, a]],
    ['a?', [a, any]],
    ['\\a*', [a, '*']],
    ['[ab]', [[97, 98]]],
    ['[a-c]b', [[97, 99], b]],
    ['[a-]', [[45, 45, 97, 97]]],
    ['[-a]', [[45, 45, 97, 97]]],
    ['[a-\\c]', [[97, 99]]],
    ['[\\]]', [[93, 93]]],
    ['[]a]', [[93, 93, 97, 97]]],
    ['[!a]', [[0, 0x2e, 0x30, 96, 98, 0x10ffff]]],
    ['[^a]', [[0, 0x2e, 0x30, 96, 98, 0x10ffff]]],
    ['[a^]', [[94, 94, 97, 97]]],
    ['[!]a]', [[0, 0x2e, 0x30, 92, 94, 96, 98, 0x10ffff]]],
    ['[a', '[a'],
    ['[]', '[]'],
    ['[a-', '[a-'],
    ['[\\', '[\\'],
    ['🙂', '🙂'],
    ['?🙂', [any, [0x1f642, 0x1f642]]],
  ])('%s', (text, segment) => expect(parseSegment(text)).toEqual(segment));
});

describe('questions about dependencies', () => {
  /** A plan whose phases need some of those a few places before them. */
  const woven = (size: number, back: number) => {
    const picks = numbers(size * 2, back);
    return {
      ids: Array.from({ length: size }, (_, at) => String(at)),
      dependencies: Array.from({ length: size }, (_, at) =>
        [picks[2 * at] as number, picks[2 * at + 1] as number]
          .map((pick) => at - 1 - pick)
          .filter((to) => to >= 0),
      ),
      hours: [],
      files: [],
    };
  };

  test.each([
    [40, 40],
    [90, 12],
    [90, 30],
  ])('all of %d phases at once, each needing up to two of the %d before', (size, back) => {
    const input = woven(size, back);
    const graph = planGraph(input);
    const order = phaseOrder(graph);
    const closure = dependsOn(input);
    const queries = [...order.order].flatMap((from, at) =>
      [...order.order].slice(at + 1).map((to) => ({ from, to })),
    );
    expect([...reachable(graph, order, queries)]).toEqual(
      queries.map(({ from, to }) => (closure[to]?.[from] ? 1 : 0)),
    );
    // A single question is answered like many, and leaves nothing behind for the next.
    const some = queries.filter((_, at) => at % 97 === 0);
    expect(some.map((query) => reachable(graph, order, [query])[0])).toEqual(
      some.map(({ from, to }) => (closure[to]?.[from] ? 1 : 0)),
    );
  });
});

test('the order of 2,000 phases in reverse is that of their numbers, where all are free', () => {
  const ids = Array.from({ length: 2000 }, (_, at) => String(at));
  const last = ids.length - 1;
  // The first half needs its mirror image in the second.
  const dependencies = ids.map((_, at) => (at < 1000 ? [last - at] : []));
  const order = phaseOrder(planGraph({ ids, dependencies, hours: [], files: [] }));
  const expected = Array.from({ length: 1000 }, (_, at) => [1000 + at, 999 - at]).flat();
  expect([...order.order]).toEqual(expected);
});

test('what goes first: the longest way to the end, what can never go last', () => {
  const graph = planGraph({
    ids: ['1', '2', '3', '4', '5'],
    dependencies: [[0], [], [1], [1], []],
    hours: [9, 1, 1, 3, 4],
    files: [],
  });
  const { phases, rank } = precedence(graph, phaseOrder(graph));
  expect([...phases]).toEqual([1, 4, 3, 2, 0]);
  expect([...rank]).toEqual([4, 0, 3, 2, 1]);
});

describe('the files that phases touch', () => {
  const read = (...files: string[][]) => {
    const { patterns, ofPhase, wider } = touchedFiles(files);
    return {
      patterns: patterns.map(({ text, exact }) => `${text}${exact ? '' : ' ?'}`),
      ofPhase: files.map((_, phase) => [...targetsOf(ofPhase, phase)]),
      wider: patterns.map((_, pattern) => [...targetsOf(wider, pattern)]),
    };
  };

  test('are counted once under all their spellings', () => {
    expect(read(['./a', 'b', 'a'], ['', 'x/../a', 'a/'])).toEqual({
      patterns: ['a/', 'b'],
      ofPhase: [[0, 1], [0]],
      wider: [[0], [1]],
    });
  });

  test('of a folder and what is under it, the folder is wider; what is only named alike is not', () => {
    expect(read(['s/a/b'], ['s/'], ['s/a'], ['s.a', 's-', 's0'], ['s/a/c']).wider).toEqual([
      [0, 2, 1],
      [1],
      [2, 1],
      [3],
      [4],
      [5],
      [6, 2, 1],
    ]);
  });

  test('of a path and a glob the glob is wider, of two globs the later one', () => {
    expect(
      read(['s/a.ts', 's/b.md', 's', 't/a.ts', 'a.ts'], ['s/*.ts'], ['s/a*'], ['t/*'], ['*.ts']),
    ).toEqual({
      patterns: ['s/a.ts', 's/b.md', 's', 't/a.ts', 'a.ts', 's/*.ts', 's/a*', 't/*', '*.ts'],
      ofPhase: [[0, 1, 2, 3, 4], [5], [6], [7], [8]],
      wider: [[0, 2, 5, 6], [1, 2], [2, 5, 6], [3, 7], [4, 8], [5, 6], [6], [7], [8]],
    });
  });

  test('of a glob with a folder below folders, all of them meet', () => {
    expect(read(['a', 'a/b', 'a/b/c', 'a/x', 'a/b/d.ts'], ['a/b/*.ts']).wider).toEqual([
      [0, 5],
      [1, 0, 5],
      [2, 1, 0],
      [3, 0],
      [4, 1, 0, 5],
      [5],
    ]);
    expect(read(['a/b/c', 'd'], ['{a/b,d}/*']).wider).toEqual([[0, 2], [1, 2], [2]]);
  });
});
