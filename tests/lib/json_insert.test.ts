import { describe, expect, test } from 'vitest';
import { nodeAt, plainValue, readJsonText, withProperty } from '../../src/lib/index.ts';

const VALUE = { what: 'a thing', parts: ['x', 'y'] };

/** A text with a property more in the object at a pointer; it is still JSON, and has it. */
function inserted(text: string, pointer = '', value: unknown = VALUE): string {
  const read = readJsonText(text);
  if (!('root' in read)) throw new Error(`no JSON: ${text}`);
  const made = withProperty(text, nodeAt(read.root, pointer), 'NEW', value);
  const again = readJsonText(made);
  if (!('root' in again)) throw new Error(`no JSON any more: ${made}`);
  expect(plainValue(nodeAt(again.root, `${pointer}/NEW`))).toEqual(value);
  return made;
}

describe('a property that is put into a JSON text', () => {
  test.each([
    [
      'stands last, indented as the others are',
      '{\n  "a": 1\n}\n',
      '{\n  "a": 1,\n  "NEW": {\n    "what": "a thing",\n    "parts": ["x", "y"]\n  }\n}\n',
    ],
    [
      'leaves a comment with the property that it is about',
      '{\n\t"a": 1 // one, and no comma\n}',
      '{\n\t"a": 1, // one, and no comma\n\t"NEW": {\n\t\t"what": "a thing",\n\t\t"parts": ["x", "y"]\n\t}\n}',
    ],
    [
      'keeps a trailing comma, and comments behind it',
      '{\n    "a": 1,\n    // more to come\n}\n',
      '{\n    "a": 1,\n    // more to come\n    "NEW": {\n        "what": "a thing",\n        "parts": ["x", "y"]\n    },\n}\n',
    ],
    [
      'has the line ends of the text',
      '{\r\n  "a": 1\r\n}\r\n',
      '{\r\n  "a": 1,\r\n  "NEW": {\r\n    "what": "a thing",\r\n    "parts": ["x", "y"]\r\n  }\r\n}\r\n',
    ],
    [
      'goes on one line where the text is on one line',
      '{ "a": 1 }',
      '{ "a": 1, "NEW": { "what": "a thing", "parts": ["x", "y"] } }',
    ],
    ['is as tight as the text', '{"a":1}', '{"a":1,"NEW":{"what":"a thing","parts":["x","y"]}}'],
  ])('%s', (_, before, after) => {
    expect(inserted(before)).toBe(after);
  });

  test('opens an empty object in a text of several lines', () => {
    expect(inserted('{\n  "a": {},\n  "b": 2\n}\n', '/a', { c: 3 })).toBe(
      '{\n  "a": {\n    "NEW": {\n      "c": 3\n    }\n  },\n  "b": 2\n}\n',
    );
  });

  test('stands behind the comments of an object that has nothing else', () => {
    expect(inserted('{\n  "a": {\n    /* none yet, */\n  }\n}\n', '/a', { c: 3 })).toBe(
      '{\n  "a": {\n    /* none yet, */\n    "NEW": {\n      "c": 3\n    }\n  }\n}\n',
    );
  });

  test('is laid out a line for each object that holds objects', () => {
    expect(inserted('{\n  "a": 1\n}\n', '', { in: { x: { k: 1 }, y: { k: 2 } }, z: { k: 3 } })).toBe(
      '{\n  "a": 1,\n  "NEW": {\n    "in": {\n      "x": { "k": 1 },\n      "y": { "k": 2 }\n    },\n    "z": { "k": 3 }\n  }\n}\n',
    );
  });
});
