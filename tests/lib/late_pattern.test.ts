import { expect, test } from 'vitest';
import { LatePattern } from '../../src/lib/index.ts';

test('a late pattern is made once, when it is first used', () => {
  let made = 0;
  const pattern = new LatePattern(() => {
    made += 1;
    return String.raw`^(?<word>\p{L}+)$`;
  }, 'iu');
  expect(made).toBe(0);
  expect(pattern.test('Žluť')).toBe(true);
  expect(pattern.exec('two words')).toBeNull();
  expect(pattern.exec('one')?.groups?.word).toBe('one');
  expect('one'.replace(pattern.pattern, 'two')).toBe('two');
  expect(made).toBe(1);
});
