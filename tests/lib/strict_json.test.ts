import fc from 'fast-check';
import { type Node, type ParseError, parseTree } from 'jsonc-parser';
import { expect, test } from 'vitest';
import { plainValue } from '../../src/lib/json_text.ts';
import { readStrictJson } from '../../src/lib/strict_json.ts';
import { times } from '../support/cases.ts';

/** A node as the slower reader makes it, without its parent. */
function nodeOf({ parent: _parent, children, ...rest }: Node): Node {
  return children === undefined ? rest : { ...rest, children: children.map(nodeOf) };
}

/** What the slower reader makes of a text; `undefined` if it finds a fault in it. */
function slowly(text: string): Node | undefined {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true });
  return root === undefined || errors.length > 0 ? undefined : nodeOf(root);
}

const layouts = fc.constantFrom(undefined, 1, 2, '\t');

test('every JSON text is read to the nodes of the slower reader', () => {
  fc.assert(
    fc.property(fc.jsonValue(), layouts, fc.constantFrom('', '\n', ' \r\n'), (value, layout, blank) => {
      const text = `${blank}${JSON.stringify(value, null, layout)}${blank}`;
      expect(readStrictJson(text, 32)).toEqual(slowly(text));
      expect(readStrictJson(text, 32)).toBeDefined();
    }),
    times(1_000),
  );
});

test('a text with one change is read to the same nodes or left to the slower reader', () => {
  fc.assert(
    fc.property(
      fc.jsonValue(),
      fc.nat(),
      fc.constantFrom('', ',', '"', '\\', '{', ']', '0', '\n', '/', 'e'),
      (value, seed, put) => {
        const text = JSON.stringify(value);
        const at = seed % (text.length + 1);
        const changed = `${text.slice(0, at)}${put}${text.slice(at + 1)}`;
        const read = readStrictJson(changed, 32);
        if (read !== undefined) expect(read).toEqual(slowly(changed));
      },
    ),
    times(2_000),
  );
});

/** Pieces that JSON and its faults are made of. */
const pieces = [
  ...[
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    ' ',
    '\n',
    '\t',
    '\u{FEFF}',
    '\u00a0',
    '"',
    '""',
    '"a"',
    '"\\u0041"',
    '"\\ud800"',
  ],
  ...[
    '"__proto__"',
    '"\\""',
    '"\\/"',
    '"\u2028"',
    '0',
    '-0',
    '-',
    '01',
    '1.5',
    '1.',
    '.5',
    '1e5',
    '1E+400',
    '1e',
  ],
  ...['true', 'false', 'null', 'NaN', '{"a":1,"a":2}', '[1,[2]]', "'x'", '//'],
];

test('a text is read where JSON.parse reads it, to the same value', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 12 }), (parts) => {
      const text = parts.join('');
      const read = readStrictJson(text, 32);
      let value: unknown;
      try {
        value = JSON.parse(text);
      } catch {
        expect(read, text).toBeUndefined();
        return;
      }
      expect(read, text).toBeDefined();
      if (read !== undefined) expect(JSON.stringify(plainValue(read)), text).toBe(JSON.stringify(value));
    }),
    times(3_000),
  );
});

test('a very long text with an escape in it is read', () => {
  const long = 'a'.repeat(20_000_000);
  expect(String(readStrictJson(`"\\n${long}"`, 1)?.value)).toHaveLength(long.length + 1);
});

test.each([
  ['a comment', '{"a":1} // x'],
  ['a comma at the end', '[1,]'],
  ['a control character in a text', '"\u0001"'],
  ['an unknown escape', '"\\x"'],
  ['a zero before a number', '01'],
  ['nothing', ''],
  ['a text behind the end', '{} {}'],
])('%s is left to the slower reader', (_, text) => {
  expect(readStrictJson(text, 32)).toBeUndefined();
});

test('keys that occur twice are both kept', () => {
  expect(readStrictJson('{"a":1,"a":2}', 1)?.children).toHaveLength(2);
});

test('a text with more levels than given is left to the slower reader', () => {
  expect(readStrictJson('[[1]]', 2)).toBeDefined();
  expect(readStrictJson('[[1]]', 1)).toBeUndefined();
});
