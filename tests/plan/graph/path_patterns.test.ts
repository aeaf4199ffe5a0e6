import fc from 'fast-check';
import picomatch from 'picomatch';
import { describe, expect, test } from 'vitest';
import { type PathPattern, parsePathPattern, patternsOverlap } from '../../../src/plan/graph/index.ts';
import { casesIn, times } from '../../support/cases.ts';

const parsed = (text: string): PathPattern => {
  const pattern = parsePathPattern(text);
  if (pattern === undefined) throw new Error(`${text} is no pattern`);
  return pattern;
};

describe('paths and globs', () => {
  test.each(casesIn<[string, string, boolean]>('path_overlaps.yaml'))(
    '%s and %s: %s',
    (one, other, overlap) => {
      expect(patternsOverlap(parsed(one), parsed(other))).toBe(overlap);
      expect(patternsOverlap(parsed(other), parsed(one))).toBe(overlap);
    },
  );

  test.each([
    ['./src/a.ts', 'src/a.ts', false],
    ['src', 'src', false],
    ['src/', 'src', true],
    ['a/b/../c', 'a/c', false],
    ['src/**', 'src', true],
    ['a\\*b', 'a*b', false],
    ['a\\*b/', 'a*b', true],
    ['..', '..', false],
    ['/a/', '/a', true],
  ])('%s is the path %s, written as a folder: %s', (written, text, folder) => {
    expect(parsePathPattern(written)).toEqual({ kind: 'path', text, folder });
  });

  test('an empty text is none', () => {
    expect(parsePathPattern('')).toBeUndefined();
  });

  test.each([
    ['src/*.ts', true],
    ['src/**/x', true],
    ['{a,b}', true],
    ['src/+page*', true],
    ['app/(a)/*', true],
    ['src/@(a|b)', false],
    ['src/!(a)', false],
    ['src/?(a)', false],
    ['src/*(a)', false],
    ['src/+(a)', false],
    ['!a', false],
    ['{1..9}', false],
    ['[[:digit:]]', false],
    ['**/../a', false],
    [`{${Array.from({ length: 65 }, (_, at) => at).join()}}`, false],
    [`*${'x'.repeat(1000)}`, false],
  ])('%s is read exactly: %s', (text, exact) => {
    expect(parsePathPattern(text)).toMatchObject({ kind: 'glob', exact });
  });

  test('a glob keeps its own words, and 64 alternatives are not too many', () => {
    expect(parsed('././src/*.ts').text).toBe('src/*.ts');
    const braces = `{${Array.from({ length: 64 }, (_, at) => at).join()}}`;
    expect(parsed(braces)).toMatchObject({ exact: true });
    expect(patternsOverlap(parsed(braces), parsed('63'))).toBe(true);
    expect(patternsOverlap(parsed(braces), parsed('64'))).toBe(false);
  });

  test('braces without end neither hang nor overflow', () => {
    expect(parsed('{a,'.repeat(300))).toMatchObject({ kind: 'path' });
    expect(parsed(`${'{a,b}'.repeat(100)}`)).toMatchObject({ kind: 'glob', exact: false });
    expect(parsed(`${'{'.repeat(40)}a,b${'}'.repeat(40)}`)).toMatchObject({ kind: 'glob', exact: true });
  });

  test('globs overlap exactly when some short path is matched by both', () => {
    const name = fc.oneof(
      fc.constantFrom(
        'a',
        'b',
        'ab',
        '*',
        'a*',
        '*b',
        '?',
        '?b',
        'a?',
        '[ab]',
        '[b-c]',
        '[ab]*',
        '{a,bb}',
        '{a,b}?',
      ),
      fc.constant('**'),
    );
    const glob = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join('/'));
    const names = ['a', 'b', 'c'].flatMap((first) => ['', 'a', 'b', 'c'].map((second) => first + second));
    const under = (paths: string[]) => paths.flatMap((path) => names.map((each) => `${path}/${each}`));
    const [two, three] = [under(names), under(under(names))];
    const sampled = [...new Set(fc.sample(glob, times(160)))];
    const isWild = (globs: string) => /[*?[]/u.test(globs);
    // What lies under a folder of three names may meet a glob two names further down.
    const isDeep = picomatch(sampled.filter((each) => !isWild(each) && each.split('/').length === 3));
    const paths = [
      ...names,
      ...two,
      ...three,
      ...under(three),
      ...under(under(three.filter((path) => isDeep(path)))),
    ];
    const samples = sampled.map((names) => {
      const wild = isWild(names);
      // What is under a folder stands for the folder too: picomatch grants that to some patterns only.
      const globs = wild ? [names, names.replace(/(\/\*\*)+$/u, '')] : [names, `${names}/**`];
      const isMatch = picomatch(globs, { dot: true });
      const text = wild ? names : `${names}/`;
      return { text, pattern: parsed(text), matched: new Set(paths.filter((path) => isMatch(path))) };
    });
    // `[ab]` may also be what a folder is called, as `[slug]` often is, and then it stands for all below it.
    const eachOf = (text: string): string[] => {
      const [braces, inner = ''] = /\{([^{}]*)\}/u.exec(text) ?? [];
      return braces === undefined
        ? [text]
        : inner.split(',').flatMap((each) => eachOf(text.replace(braces, each)));
    };
    const isBelow = (path: string, folder: string) =>
      !/[*?]/u.test(folder) &&
      eachOf(folder).some((each) =>
        eachOf(path).some((own) => own.startsWith(`${each.replace(/\/$/u, '')}/`)),
      );
    const wrong = samples.flatMap((one) =>
      samples.flatMap((other) => {
        const overlap = patternsOverlap(one.pattern, other.pattern);
        const isNested = isBelow(one.text, other.text) || isBelow(other.text, one.text);
        const found = isNested || [...one.matched].some((path) => other.matched.has(path));
        return overlap === found ? [] : [`${one.text} and ${other.text}: ${overlap}`];
      }),
    );
    expect(wrong).toEqual([]);
  });
});
