import { expect, test } from 'vitest';
import { summaryOf } from '../../src/framework/index.ts';

test.each([
  ['', { summary: 'What it is.' }, 'What it is.'],
  ['You guide people. You wait.', {}, 'You guide people.'],
  ['\n# A guide\n\nYou guide.', { summary: '' }, 'A guide'],
  ['- Keep v1.2 of a.b.txt as it is', {}, 'Keep v1.2 of a.b.txt as it is'],
  ['', {}, ''],
  [`${'word '.repeat(100)}.`, { summary: ['no text'] }, `${'word '.repeat(24).slice(0, 119)}…`],
])('of %j with %j it is %j', (text, metadata, summary) => {
  expect(summaryOf({ text, metadata })).toBe(summary);
});
