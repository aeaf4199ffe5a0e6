import { expect, test } from 'vitest';
import { hoursInWords } from '../../src/lib/index.ts';

test.each([
  [0, '0 h'],
  [0.0002, 'under 1 min'],
  [0.008, 'under 1 min'],
  [0.0084, '1 min'],
  [0.4, '24 min'],
  [0.99, '59 min'],
  [0.995, '0.99 h'],
  [1, '1 h'],
  [6.5, '6.5 h'],
  [1 / 3 + 1, '1.33 h'],
  [40, '40 h'],
])('%d hours are said as %s', (hours, words) => expect(hoursInWords(hours)).toBe(words));
