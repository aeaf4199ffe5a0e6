import { describe, expect, test } from 'vitest';
import { withLateExpressions } from '../scripts/late_expressions.mjs';

const late = (text: string) => withLateExpressions(text)?.replace(/\s+/gu, ' ').trim();

describe('an expression at the top of a module', () => {
  test('is made at its first use, by whatever use', () => {
    expect(late('const A = /a/u;\nconst f = (t: string) => A.test(t) || t.replace(A, A.source);')).toBe(
      'let A$made; const A$late = () => (A$made ??= /a/u); ' +
        'const f = (t: string) => A$late().test(t) || t.replace(A$late(), A$late().source);',
    );
  });

  test('that is put together is made from what others are then, once', () => {
    const text =
      "const PART = 'b+';\nconst WHOLE = new RegExp(`^${PART}$`, 'u');\nconst LIST = [WHOLE, WHOLE];\nexport default [LIST[0] === LIST[1], LIST[0].source];";
    expect(late(text)).toContain("WHOLE$late = () => (WHOLE$made ??= new RegExp(`^${PART}$`, 'u'))");
    expect(late(text)).toContain('LIST = [WHOLE$late(), WHOLE$late()]');
  });

  test.each([
    ['is exported', 'export const A = /a/u;'],
    ['is exported below', 'const A = /a/u;\nexport { A };'],
    ['may change', 'let A = /a/u;'],
    ['shares its name with a parameter', 'const A = /a/u;\nconst f = (A: string) => A.length;'],
    ['shares its name with a variable', 'const A = /a/u;\nfunction f() { const A = 1; return A; }'],
    ['is a shorthand', 'const A = /a/u;\nexport const all = { A };'],
    ['is asked for its type', 'const A = /a/u;\ntype B = typeof A;'],
    ['stands within a function', 'function f() {\n  const A = /a/u;\n  return A;\n}'],
    ['is called by another name', "const A = name('x');"],
  ])('stays as it is where it %s', (_, text) => {
    expect(withLateExpressions(text)).toBeUndefined();
  });

  test('is told from the property of its name', () => {
    expect(late("const A = /a/u;\nconst o = { A: '' };\nA.test(o.A);")).toContain('A$late().test(o.A)');
  });
});
