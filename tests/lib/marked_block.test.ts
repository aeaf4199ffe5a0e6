import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findBlock, hasBlockMark, placeBlock } from '../../src/lib/index.ts';

const block = { name: 'memory', note: 'made by a test' };

const placed = (text: string, body: string): string => {
  const done = placeBlock(text, { ...block, body });
  if (done.kind !== 'placed') throw new Error(`${done.kind} at line ${done.line}`);
  return done.text;
};

const line = fc.stringMatching(/^[\w #<>!:`-]{0,30}$/u);
const body = fc.array(line, { minLength: 1, maxLength: 6 }).map((lines) => `- ${lines.join('\n')}`);
const eol = fc.constantFrom('\n', '\r\n');
const text = fc
  .tuple(fc.array(line, { maxLength: 8 }), eol, fc.boolean())
  .map(([lines, end, isEnded]) => lines.join(end) + (isEnded && lines.length > 0 ? end : ''));

test('a block is put into a text once, taken anew in its place, and nothing outside it changes', () => {
  fc.assert(
    fc.property(text, text, body, body, (before, after, first, second) => {
      fc.pre(!hasBlockMark(before + after) && !hasBlockMark(first) && !hasBlockMark(second));
      const once = placed(before, first);
      expect(once.startsWith(before)).toBe(true);
      expect(placed(once, first)).toBe(once);
      // What people write behind it stays as well.
      const longer = once + after;
      const anew = placed(longer, second);
      const found = findBlock(anew, 'memory');
      expect(found).toMatchObject({ kind: 'whole', body: `${second.trim()}\n` });
      expect(anew.startsWith(before)).toBe(true);
      expect(anew.endsWith(after)).toBe(true);
      // Line ends of text that is behind it may be others.
      if (!after.includes('\n')) expect(placed(anew, first)).toBe(longer);
    }),
  );
});

test('an edit inside is seen, also where it is a line end; edits of the line ends of the whole text are none', () => {
  const once = placed('# Mine\n', '- It is so.');
  expect(placeBlock(once.replace('so', 'not so'), { ...block, body: 'x' })).toEqual({
    kind: 'edited',
    line: 3,
  });
  expect(placeBlock(once.replace('- It', '\n- It'), { ...block, body: 'x' }).kind).toBe('edited');
  expect(placed(once.replaceAll('\n', '\r\n'), '- It is so.')).toBe(once.replaceAll('\n', '\r\n'));
});

test('marks that are not one beginning and one end are told with their line', () => {
  const once = placed('# Mine\n', '- It is so.');
  const [begin = '', end = ''] = once.split('\n').filter((one) => one.startsWith('<!--'));
  for (const [wrong, at] of [
    [begin, 1],
    [`${end}\n${begin}`, 1],
    [`${begin}\n${begin}\n${end}`, 1],
    [`${once}${once}`, 8],
  ] as const)
    expect(placeBlock(wrong, { ...block, body: 'x' }), wrong).toEqual({ kind: 'broken', line: at });
  // Another's block, and a mark within a line, are none.
  expect(placeBlock(once, { ...block, name: 'other', body: 'x' }).kind).toBe('placed');
  expect(findBlock(`See ${begin}\n`, 'memory')).toEqual({ kind: 'absent' });
});
