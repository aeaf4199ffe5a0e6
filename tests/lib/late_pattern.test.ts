import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { neededWords, wordsFor } from '../../scripts/needed_words.mjs';
import { asciiFlags, asciiSource } from '../../src/lib/ascii_source.ts';
import { LatePattern } from '../../src/lib/index.ts';
import * as claims from '../../src/plan/words/claim_words.ts';
import { ROOT } from '../support/program.ts';

/** Patterns of the program, and classes of characters alone, in brackets, and left out. */
const SOURCES: readonly (readonly [string, string])[] = [
  ...Object.values(claims).flatMap((each) =>
    each instanceof LatePattern ? [[each.pattern.source, each.pattern.flags] as const] : [],
  ),
  ...[
    'L',
    'Ll',
    'Lu',
    'Lo',
    'M',
    'N',
    'Nd',
    'P',
    'Extended_Pictographic',
    ...['Latin', 'Cyrillic', 'Greek', 'Han', 'Hangul', 'Hiragana', 'Katakana', 'Thai'].map(
      (script) => `Script=${script}`,
    ),
  ].flatMap((name) =>
    ['u', 'iu'].flatMap((flags) =>
      [`\\p{${name}}`, `\\P{${name}}`, `[\\p{${name}}.-]`, `[^\\p{${name}}]`].map(
        (source) => [source, flags] as const,
      ),
    ),
  ),
  // Words beyond ASCII among others, at each place in a group, before brackets and quantifiers, and behind what is escaped.
  ...[
    '(?:été|done|готово)(?:[!.]|$)',
    '(?<said>été|a|é)b?',
    '^(?:✔️?|🟢?|x)(?=é|b|$)',
    '(?<!é|a)b(?!é)',
    '\\|é|a',
    'a\\|(?:b|é)',
    '\\(é|a',
    '(?:é[a-z]|[éa]b|é+|a{1,2})',
    '[-–—|]a|[^-–]b|é',
    '[а-яё]|[^а-яё]b|[–-]|[^é]',
    '[\\[é(]|[(é)]x|[a|é]',
    '[ -é]b|ü',
    '(?:b|[([é]x|[[é]é|x)',
    'é|a',
    '\\u00e9|[\\u{e9}b]|a',
  ].flatMap((source) => [[source, 'u'] as const, [source, 'iu'] as const]),
];

/** Words of the patterns, so that texts come close to what they find. */
const WORDS = [
  ...new Set(SOURCES.flatMap(([source]) => source.match(/[A-Za-z][a-z' -]*[a-z]/g) ?? [])),
] as const;

describe('a pattern for texts of ASCII characters', () => {
  test('finds every one of them where the whole pattern does', () => {
    for (const [source, flags] of SOURCES) {
      const ascii = asciiSource(source);
      const [whole, short] = [new RegExp(source, flags), new RegExp(ascii, asciiFlags(ascii, flags))];
      for (let code = 0; code < 128; code++) {
        const character = String.fromCharCode(code);
        expect(short.exec(character), `${source} in ${JSON.stringify(character)}`).toEqual(
          whole.exec(character),
        );
      }
    }
  });

  test('finds in any text what the whole pattern does', () => {
    const piece = fc.oneof(
      fc.constantFrom(...WORDS),
      fc.constantFrom('a', 'b', 'x', '|', '[', ' ', ': ', ' - ', '(', ')', '*', '✅', 'é', 'K', 'ſ', '1.2'),
    );
    const patterns = SOURCES.map(([source, flags]) => ({
      whole: new RegExp(source, flags),
      late: new LatePattern(() => source, flags),
    }));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const text = pieces.join('');
        for (const { whole, late } of patterns) {
          expect(late.exec(text)).toEqual(whole.exec(text));
          expect(late.test(text)).toBe(whole.test(text));
        }
      }),
    );
  });

  test('leaves a class that it does not know as it is, and what only looks like one', () => {
    expect(asciiSource('\\p{Sc}[\\p{Sc}\\]\\p{Lu}]\\P{L}\\\\p{L}')).toBe(
      '\\p{Sc}[\\p{Sc}\\]A-Z]\\P{L}\\\\p{L}',
    );
  });

  test('has neither words that cannot be found nor the search for the cases of all letters', () => {
    const [source, flags] = ['(?:été|done|fait|готово|[éx]|✔️?)', 'iu'];
    const short = asciiSource(source);
    expect(short).toBe('(?:done|fait|[x])');
    expect(asciiFlags(short, flags)).toBe('i');
    expect(['\\p{Sc}', '\\u{e9}', '[ -é]'].map((kept) => asciiFlags(asciiSource(kept), 'iu'))).toEqual([
      'iu',
      'iu',
      'iu',
    ]);
  });

  test.each(['\u212a', 'ſ', '[\u212ax]', '[aſ]|b'])(
    'finds letters of ASCII as the other case of %s',
    (source) => {
      const [late, whole] = [new LatePattern(() => source, 'iu'), new RegExp(source, 'iu')];
      for (const text of ['k', 'S', 'x', 'b']) expect(late.test(text), text).toBe(whole.test(text));
    },
  );

  test('is not used where the pattern keeps a place in the text', () => {
    const late = new LatePattern(() => '\\p{L}', 'gu');
    late.pattern.lastIndex = 1;
    expect(late.exec('ab')?.[0]).toBe('b');
  });
});

/** Every pattern of the program that stands in one piece. */
const WRITTEN = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .flatMap((name) => [
    ...readFileSync(join(ROOT, 'src', name), 'utf8').matchAll(
      /new LatePattern\(\s*\(\) =>\s*(?:String\.raw`(?<raw>[^`$]*(?:\$(?!\{)[^`$]*)*)`|'(?<plain>[^'\\]*)'),\s*'(?<flags>\w+)'/gu,
    ),
  ])
  .map(({ groups }) => [groups?.raw ?? groups?.plain ?? '', groups?.flags ?? ''] as const);

test('a pattern that finds several finds the same with what it gives for a text', () => {
  const late = new LatePattern(() => String.raw`[\p{L}\p{N}]+`, 'gu');
  for (const text of ['One, two-3!', 'Über 2 Ären', '', '—']) {
    expect([...text.matchAll(late.patternFor(text))].map(String)).toEqual(
      text.match(/[\p{L}\p{N}]+/gu) ?? [],
    );
    expect(text.replace(late.patternFor(text), 'x')).toBe(text.replace(/[\p{L}\p{N}]+/gu, 'x'));
  }
  expect(late.patternFor('a')).not.toBe(late.patternFor('ä'));
});

describe('the words that a text must have for a pattern', () => {
  test.each([
    ['one of several', '^(?:done|finished)\\b', ['done', 'finished']],
    ['in small letters', 'D(?:ONE|ue)', ['done', 'due']],
    ['the longest that is certain', '\\d+ (?:is|was) [a-z]*completed', ['completed']],
    ['with each form of what is optional within', 'colou?rs', ['colours', 'colors']],
    ['with each character of a short class', "don['’]t", ["don't", 'don’t']],
    ['one of a group that stands once or more', '(?:ab|cde)+', ['ab', 'cde']],
    ['those of a group after a bracket that may be left out', '\\(?(?:done|due)', ['done', 'due']],
    ['those behind a backslash and a group', '\\\\(?:done|due)', ['\\done', '\\due']],
    ['one that is looked for behind or before', '(?<=no )x(?= more)', [' more']],
    ['none where nothing is found', 'done(?!)', []],
  ])('are %s', (_, source, words) => {
    expect(neededWords(source)).toEqual(words);
  });

  test.each([
    ['an alternative needs none', 'done|\\d'],
    ['it may be left out', '(?:done)?'],
    ['it stands any number of times', '(?:done)*'],
    ['it stands up to so many times', '(?:done){0,2}'],
    ['it must not be there', '(?!done)\\w'],
    ['there must be no end', '\\d(?!$)'],
    ['there must be no border', '\\d(?!\\b)'],
    ['a class has it', '[done][^done]'],
    ['an escape only looks like it', '\\d\\w\\b\\s'],
    ['it is one character', 'x\\d'],
    ['a control character begins it', '\\cJdone'],
    ['a group has a name beyond ASCII', '(?<été>\\d)'],
    ['a group has flags of its own', '(?i:\\d)'],
    ['such a group is behind a backslash', '\\\\(?i:done)'],
    ['a character of two units may be left out', 'do🔴?ne'],
    ['a letter of it is one of ASCII in its other case', 'paſs'],
    ['the end of a line is in it', 'do\nne'],
  ])('are not known where %s', (_, source) => {
    expect(neededWords(source)).toBeUndefined();
  });

  test('are in each text that the pattern finds something in', () => {
    const all = [...SOURCES, ...WRITTEN].filter(([, flags]) => !/[gy]/u.test(flags));
    expect(all.length).toBeGreaterThan(80);
    const patterns = all.map(([source, flags]) => {
      const words = wordsFor(source, asciiSource(source));
      const needs = words && (() => words);
      return {
        whole: new RegExp(source, flags),
        late: new LatePattern(() => source, flags, undefined, needs),
      };
    });
    const words = [...new Set(all.flatMap(([source]) => source.match(/[\p{L}][\p{L}' -]*\p{L}/gu) ?? []))];
    const piece = fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...words) },
      fc.constantFrom(
        ...[' ', ': ', ' - ', '(', ')', '**', 'Phase ', '1.2', 'é', 'K', '\n', '[x] '],
        ...['ſ', '—', 'Σ', 'ᲁ', 'İ', 'ẞ'],
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), fc.boolean(), (pieces, isLoud) => {
        const text = isLoud ? pieces.join('').toUpperCase() : pieces.join('');
        const missed = patterns.filter(({ whole, late }) => whole.test(text) && !late.test(text));
        expect(missed.map(({ whole }) => whole.source)).toEqual([]);
      }),
    );
  });
});
