import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hasControlCharacters, printable, printableLine } from '../../src/lib/index.ts';
import { times } from '../support/cases.ts';

const ESC = '\u001b';

describe('printable', () => {
  test.each([
    ['a colour', `${ESC}[31mred${ESC}[0m`, 'red'],
    ['a cleared screen', `a${ESC}[2J${ESC}[Hb`, 'ab'],
    ['a window title ended by BEL', `a${ESC}]0;title\u0007b`, 'ab'],
    ['a window title ended by ST', `a${ESC}]0;title${ESC}\\b`, 'ab'],
    ['a link', `${ESC}]8;;https://example.com\u0007text${ESC}]8;;\u0007`, 'text'],
    ['a device control string', `a${ESC}Pq#0${ESC}\\b`, 'ab'],
    ['an 8-bit control sequence', 'a\u009b31mb', 'ab'],
    ['a two-character escape', `a${ESC}cb`, 'ab'],
    ['an escape at the very end', `a${ESC}`, 'a'],
    ['marks that reorder text', 'a\u202eb\u2066c\u200fd', 'abcd'],
    ['a carriage return, which would overwrite the line', 'safe\rfake', 'safefake'],
    ['a backspace', 'a\bb', 'ab'],
    ['NUL and DEL', 'a\u0000b\u007fc', 'abc'],
  ])('takes out %s', (_, text, safe) => expect(printable(text)).toBe(safe));

  test.each(['plain', 'línea\n\tsegunda', '日本語 🙂', ''])('leaves %j as it is', (text) => {
    expect(printable(text)).toBe(text);
  });

  const hostile = fc.string({
    unit: fc.constantFrom(
      ESC,
      '[',
      ']',
      '\u009b',
      '\u009d',
      '\\',
      '\u0007',
      ';',
      '0',
      'm',
      'P',
      '\n',
      '\r',
      'é',
      '\u202e',
    ),
    maxLength: 40,
  });

  test('leaves no control or reordering character, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(hostile, fc.string({ unit: 'binary' })), (text) => {
        const safe = printable(text);
        expect(hasControlCharacters(safe)).toBe(false);
        expect(safe).not.toContain('\r');
        expect(printable(safe)).toBe(safe);
      }),
      times(1000),
    );
  });

  test('makes any text one line in its line form', () => {
    fc.assert(
      fc.property(fc.oneof(hostile, fc.string({ unit: 'binary' })), (text) => {
        expect(printableLine(text)).not.toMatch(/[\r\n\t\u2028\u2029]|^\s|\s$/u);
      }),
      times(500),
    );
  });
});

test.each(['\t', '\n', '\r\n', 'plain', 'é'])('hasControlCharacters takes %j as text', (text) => {
  expect(hasControlCharacters(text)).toBe(false);
});
