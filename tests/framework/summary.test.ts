import { expect, test } from 'vitest';
import { summaryOf } from '../../src/framework/index.ts';

test.each([
  ['', { summary: 'What it is.' }, 'What it is.'],
  ['You guide people. You wait.', {}, 'You guide people.'],
  ['\n# A guide\n\nYou guide.', { summary: '' }, 'A guide'],
  ['- Keep v1.2 of a.b.txt as it is', {}, 'Keep v1.2 of a.b.txt as it is'],
  ['See e.g. the docs of the API. Then go on.', {}, 'See e.g. the docs of the API.'],
  ['Use plain words, i.e. no jargon! Short.', {}, 'Use plain words, i.e. no jargon!'],
  ['Lists, tables etc. stay. Prose goes.', {}, 'Lists, tables etc. stay.'],
  ['Cost vs. gain. More.', {}, 'Cost vs. gain.'],
  ['Say no. Count to 10. Then stop.', {}, 'Say no.'],
  ['Count to 10. Then stop.', {}, 'Count to 10.'],
  ['As J. Doe writes. More.', {}, 'As J. Doe writes.'],
  ['Keep to v1.2. of the API. More.', {}, 'Keep to v1.2. of the API.'],
  ['', {}, ''],
  [`${'word '.repeat(100)}.`, { summary: ['no text'] }, `${'word '.repeat(24).slice(0, 119)}…`],
])('of %j with %j it is %j', (text, metadata, summary) => {
  expect(summaryOf({ text, metadata })).toBe(summary);
});
