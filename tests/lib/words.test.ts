import { expect, test } from 'vitest';
import { inSentence, inTitleCase, inWords } from '../../src/lib/index.ts';

test.each([
  ['code_review_pass', 'code review pass'],
  ['TEACH_OR_EXPLAIN', 'teach or explain'],
  ['a--b__c', 'a b c'],
  ['_', ''],
])('inWords says %j as %j', (identifier, words) => expect(inWords(identifier)).toBe(words));

test.each([
  ['meticulous_auditor', 'Meticulous Auditor'],
  ['älteste-regel', 'Älteste Regel'],
])('inTitleCase says %j as %j', (identifier, words) => expect(inTitleCase(identifier)).toBe(words));

test.each([
  [[], ''],
  [['a'], 'a'],
  [['a', 'b'], 'a and b'],
  [['a', 'b', 'c'], 'a, b and c'],
])('inSentence says %j as %j', (items, sentence) => expect(inSentence(items)).toBe(sentence));
