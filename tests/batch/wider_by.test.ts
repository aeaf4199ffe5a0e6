import { expect, test } from 'vitest';
import { widerBy } from '../../src/batch/safety/sandbox/wider_by.ts';

const SET = 'orchestrator config set batch.sandboxGateHosts';

test.each([
  [[], ['a.example:443'], 'a.example:443', `To let it: ${SET} a.example:443`],
  [
    [{ name: '*.set.example', port: 81 }],
    ['a.example:443', 'b.example:80'],
    'b.example:80',
    `To let it, with what is set or was asked for before: ${SET} '*.set.example:81, a.example:443, b.example:80'`,
  ],
  // What no list takes would have the command refused as a whole.
  [[], ["o'clock:80", 'a.example:443'], 'a.example:443', `To let it: ${SET} a.example:443`],
  [[], [], "o'clock:80", expect.stringContaining('batch.sandboxNetwork host')],
])('with %j set and %j asked for, %s is let by the whole list', (set, asked, host, words) => {
  expect(widerBy('gate', set, asked, host)).toEqual(words);
});
