import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from '../src/parse.js';

test('a quantity is a number and a unit', () => {
  assert.deepEqual(parse('3.5 km'), { value: 3.5, unit: 'km' });
  assert.deepEqual(parse(' -2mm '), { value: -2, unit: 'mm' });
});

test('anything else is refused, with what there is', () => {
  assert.throws(() => parse('3 miles'), /not a quantity: 3 miles; the units are mm, cm, m, km/);
  assert.throws(() => parse('km'), RangeError);
});
