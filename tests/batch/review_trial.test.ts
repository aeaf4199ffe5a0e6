import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDiff } from '../../src/batch/review/index.ts';
import { bisect } from '../../src/batch/review/trial/bisect.ts';
import { settledHunks } from '../../src/batch/review/trial/settle.ts';
import { unitsOf, without } from '../../src/batch/review/trial/units.ts';
import { diffLines, hunkHeader, hunksOf, linesOf, unifiedDiff } from '../../src/lib/index.ts';
import { times } from '../support/cases.ts';

/** The difference without lines around the changed ones. */
function bareDiff(before: string, after: string, path: string): string {
  const [old, now] = [linesOf(before), linesOf(after)];
  const hunks = hunksOf(diffLines(old, now), 0).map((hunk) =>
    [
      hunkHeader(hunk),
      ...hunk.edits.map((edit) =>
        edit.kind === 'added'
          ? `+${(now[edit.after] ?? '').replace(/\n$/u, '')}`
          : `-${(old[edit.before] ?? '').replace(/\n$/u, '')}`,
      ),
    ].join('\n'),
  );
  return `--- ${path}\n+++ ${after === '' ? '/dev/null' : path}\n${hunks.join('\n')}\n`;
}

describe('taking hunks out', () => {
  test('finds every hunk that a gate notices, and no other, in no more runs than one by one and their halves', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { maxLength: 40 }), async (needed) => {
        let runs = 0;
        const parts = needed.map((isNeeded, place) => ({ isNeeded, place }));
        const { proven, unproven, notTried } = await bisect(parts, async (group) => {
          runs += 1;
          return group.some(({ isNeeded }) => isNeeded) ? 'red' : 'green';
        });
        expect(proven.every(({ isNeeded }) => isNeeded)).toBe(true);
        expect(unproven.flat().some(({ isNeeded }) => isNeeded)).toBe(false);
        expect(notTried).toEqual([]);
        expect(proven.length + unproven.flat().length).toBe(needed.length);
        expect(runs).toBeLessThanOrEqual(Math.max(1, 2 * needed.length));
      }),
      times(200),
    );
  });

  test('says what it has not tried when time is over', async () => {
    let left = 3;
    const { proven, unproven, notTried } = await bisect([1, 2, 3, 4], async (group) =>
      left-- === 0 ? 'ended' : group.includes(1) ? 'red' : 'green',
    );
    expect([proven, unproven, notTried]).toEqual([[1], [], [2, 3, 4]]);
  });

  test('gives the file before without all of them, the file after without none, and any mixture line by line', () => {
    const side = fc.array(fc.constantFrom('a\n', 'b\n', 'c\n', '\n'), { minLength: 0, maxLength: 14 });
    fc.assert(
      fc.property(side, side, fc.infiniteStream(fc.boolean()), (one, other, chosen) => {
        const [before, after] = [one.join(''), other.join('')];
        if (before === after) return;
        const { files } = parseDiff(bareDiff(before, after, 'x.bin'));
        const units = (files[0]?.hunks ?? []).map(({ before: old, after: now }) => ({
          ...{ path: 'x.bin', before: old, after: now, empty: 0, quote: '', members: [] },
        }));
        expect(without({ before, after }, units)).toBe(before);
        expect(without({ before, after }, [])).toBe(after);
        const out = new Set(units.filter(() => chosen.next().value));
        const [kept, gone] = [units.filter((unit) => !out.has(unit)), units.filter((unit) => out.has(unit))];
        const mixed = linesOf(without({ before, after }, gone));
        const count = (all: typeof units, of: 'before' | 'after') =>
          all.reduce((sum, unit) => sum + unit[of].count, 0);
        expect(mixed.length).toBe(linesOf(after).length - count(gone, 'after') + count(gone, 'before'));
        expect(kept.length + gone.length).toBe(units.length);
      }),
      times(600),
    );
  });

  test('gives the file before without all of them where a block that was added is taken down to its end', () => {
    const line = fc.constantFrom('a\n', 'b\n', '}\n', '}\n', '  }\n', '\n');
    const side = fc.array(line, { minLength: 0, maxLength: 14 });
    fc.assert(
      fc.property(side, side, (one, other) => {
        const [before, after] = [one.join(''), other.join('')];
        if (before === after) return;
        const { files } = parseDiff(unifiedDiff(before, after, 'x.bin'));
        const hunks = (files[0]?.hunks ?? []).flatMap(settledHunks);
        const units = hunks.map((hunk) => ({ ...hunk, path: 'x.bin', empty: 0, quote: '', members: [] }));
        expect(without({ before, after }, units)).toBe(before);
      }),
      times(600),
    );
  });

  test('puts an entry back that stood between two that have changed', () => {
    const [before, after] = ['  x: 1,\n  old: 1,\n  y: 1,\n', '  x: 2,\n  y: 2,\n'];
    const [unit] = unitsOf(parseDiff(bareDiff(before, after, 'a.json'))).units;
    expect(without({ before, after }, unit?.members ?? [])).toBe('  x: 1,\n  y: 1,\n  old: 1,\n');
  });

  test('quotes a line of millions of characters without its keys', () => {
    const key = `AKIA${'Q'.repeat(16)}`;
    const { units } = unitsOf(parseDiff(bareDiff('', `${`k("${key}");`.repeat(300_000)}\n`, 'a.js')));
    expect(units[0]?.quote).toHaveLength(200);
    expect(units[0]?.quote).not.toContain(key);
    const long = `sk-${'aB3'.repeat(2_800_000)}`;
    expect(unitsOf(parseDiff(bareDiff('', `${long}\n`, 'a.js'))).units[0]?.quote).not.toContain('aB3');
  });

  test.each([
    [
      'methods of a class, with what stands before them, without what closes it',
      'a.js',
      'export class Q {\n  constructor() {\n    this.all = [];\n  }\n\n  /** In. */\n  push(x) {\n    if (x) {\n      this.all.push(x);\n    }\n\n    return x;\n  }\n\n  static of() {\n    return new Q();\n  }\n}\n',
      ['6+8', '15+3'],
    ],
    [
      'methods of Python, decorated too, and no statements of a function',
      'a.py',
      'class Q:\n    size = 1\n\n    @property\n    def top(self):\n        x = 1\n\n        return x\n\n    def pop(self):\n        return 2\n',
      ['4+5', '10+2'],
    ],
    [
      'what a function does is no member of it',
      'a.py',
      'def f():\n    a = 1\n\n    b(2)\n\n    return a\n',
      [],
    ],
    [
      'nor is a statement with a block',
      'a.js',
      'function f(x) {\n  x += 1;\n\n  if (x) {\n    g();\n  }\n\n  h(x);\n}\n',
      [],
    ],
    [
      'nor is the one thing that there is',
      'a.java',
      '    public int one() {\n        return 1;\n    }\n',
      [],
    ],
    [
      'Java in a namespace of one class',
      'a.cs',
      'namespace N\n{\n    public class A\n    {\n        public int One() { return 1; }\n\n        [Obsolete]\n        public int Two() { return 2; }\n    }\n}\n',
      ['7+2'],
    ],
  ] as const)('knows what of an added part can be taken out by itself: %s', (_, path, after, members) => {
    const { units } = unitsOf(parseDiff(bareDiff('', after, path)));
    expect(
      units.flatMap((unit) => unit.members.map(({ after: { line, count } }) => `${line}+${count}`)),
    ).toEqual(members);
  });

  test('leaves out what was only moved or renamed: with it put back, it would be there twice', () => {
    const functions = 'def a():\n    return 1\n\n\ndef b():\n    return 2\n';
    const told = (...diffs: string[]) => {
      const { units, left } = unitsOf(parseDiff(diffs.join('')));
      return [
        units.map(({ path, after: { line } }) => `${path}:${line}`),
        left.map(({ why, count }) => `${count} ${why.split(':')[0]}`),
      ];
    };
    const renamed = [bareDiff('', functions.replace('2', '3'), 'new.py'), bareDiff(functions, '', 'old.py')];
    expect(told(...renamed)).toEqual([['new.py:1', 'new.py:5'], ['1 lines that were only moved']]);
    const moved = [
      bareDiff(functions, functions.slice(0, 24), 'a.py'),
      bareDiff('', functions.slice(24), 'b.py'),
    ];
    expect(told(...moved)).toEqual([['b.py:1'], ['1 lines that were only moved']]);
    expect(told(bareDiff(functions, functions.slice(0, 24), 'a.py'))).toEqual([['a.py:4'], []]);
    // A line that stands in many places, lines in another order, and what one place is used up for are not moved.
    const deleted = (lines: string) =>
      bareDiff(`first();\n${lines}last();\n`, 'first();\nlast();\n', 'a.mjs');
    const added = (lines: string) => bareDiff('', lines, 'b.mjs');
    const [one, two] = ['y += 1;\n', 'const x = f();\n'];
    expect(told(deleted(one), added(`let y = 0;\n${one}`))).toEqual([['a.mjs:1', 'b.mjs:1'], []]);
    expect(told(deleted(`if (a) {\n  return;\n}\n`), added('if (a) {\n  return;\n}\n'))[1]).toEqual([]);
    expect(told(deleted(one + two), added(two + one))[1]).toEqual([]);
    expect(told(deleted(one + one), added(one))[1]).toEqual([]);
    expect(told(deleted(one + two), added(one + two))[1]).toEqual(['1 lines that were only moved']);
    const twice = bareDiff(one + two, '', 'c.mjs').replace('/dev/null', 'c.mjs');
    expect(told(deleted(one + two), added(one + two), twice)[0]).toEqual(['b.mjs:1', 'c.mjs:0']);
    expect(told(bareDiff(functions, '', 'old.py'), bareDiff('', 'x = 1\n', 'new.py'))[1]).toEqual([]);
  });

  test('takes what was only added apart where a new part of the file begins, and leaves out what no gate can notice', () => {
    const after = `import { a } from './a.js';

// What it is for.
export function one() {
  return a;

}

export function two() {
  return 2;
}

// Only a comment.
`;
    const text = [
      bareDiff('', after, 'src/x.js'),
      bareDiff('', 'test();\n', 'src/x.test.js'),
      bareDiff('a\n', 'b\n', 'README.md'),
    ].join('');
    const { units, left } = unitsOf(parseDiff(text));
    expect(units.map(({ quote, after: { line, count } }) => `${line}+${count} ${quote}`)).toEqual([
      "1+2 import { a } from './a.js';",
      '3+6 export function one() {',
      '9+4 export function two() {',
    ]);
    expect(left.map(({ why }) => why.slice(0, 14)).sort()).toEqual([
      'comments and e',
      'hunks of prose',
      'hunks of tests',
    ]);
  });
});
