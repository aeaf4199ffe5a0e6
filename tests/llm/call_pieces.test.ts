import { expect, test } from 'vitest';
import { type CallFragment, callPieces } from '../../src/llm/call_pieces.ts';
import { createRedactor } from '../../src/llm/redact.ts';

const piece = (fragment: Partial<CallFragment>): CallFragment => ({
  ...{ index: null, id: '', name: '', arguments: '' },
  ...fragment,
});

/** So many calls, with ids, without, and counted. */
const STYLES: Readonly<Record<string, (at: number) => Partial<CallFragment>>> = {
  'ids and counts': (at) => ({ index: at, id: `c${at}` }),
  'counts alone': (at) => ({ index: at }),
  'ids alone': (at) => ({ id: `c${at}` }),
  'ids that are all counted as the first': (at) => ({ index: 0, id: `c${at}` }),
};

test.each(Object.entries(STYLES))(
  'pieces of calls that are left out are added to no other: %s',
  (_, style) => {
    const pieces = callPieces(createRedactor(null));
    for (let at = 0; at < 200; at++) {
      pieces.add([piece({ ...style(at), name: 'read', arguments: '{"at":' })]);
      // What comes next of it says no more than it has to.
      const { index = null, id = '' } = style(at);
      pieces.add([piece({ index, id: index === null ? id : '', arguments: `${at}}` })]);
    }
    const calls = pieces.calls();
    expect(calls.map((call) => call.arguments)).toEqual(calls.map((_, at) => `{"at":${at}}`));
    expect([calls.length, pieces.leftOut()]).toEqual([128, 72]);
  },
);

test('a piece that says nothing of whose it is belongs to the last call, also where that is left out', () => {
  const pieces = callPieces(createRedactor(null));
  for (let at = 0; at < 129; at++) {
    pieces.add([piece({ id: `c${at}`, name: 'read', arguments: '{' })]);
    pieces.add([piece({ arguments: '}' })]);
  }
  expect(new Set(pieces.calls().map((call) => call.arguments))).toEqual(new Set(['{}']));
  expect(pieces.leftOut()).toBe(1);
});
