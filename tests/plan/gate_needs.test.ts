import { expect, test } from 'vitest';
import { gateNeeds } from '../../src/plan/index.ts';

test.each<[string, readonly string[] | 'unreadable']>([
  ['E2E: `npm run e2e` (exclusive: port-3000)', ['port-3000']],
  ['E2E: `npm run e2e`; exclusive: port-3000, db', ['db', 'port-3000']],
  ['E2E: `npm run e2e` (Exclusive: `port-3000` and `db`).', ['db', 'port-3000']],
  ['E2E: `npm run e2e`\n- exclusive: a/b', ['a/b']],
  ['E2E: `npm run e2e`', []],
  ['E2E: `tool --exclusive: x`', []],
  ['Access is exclusive: only admins come in', []],
  ['E2E: `npm run e2e` (exclusive: port 3000)', 'unreadable'],
  ['E2E: `npm run e2e` exclusive:', 'unreadable'],
  ['E2E: `npm run e2e` (exclusive)', 'unreadable'],
  ['E2E: `npm run e2e` (Exclusive )', 'unreadable'],
  ['E2E: `npm run e2e`, an exclusive run', []],
  ['E2E: `tool (exclusive)`', []],
])('of the gate %j', (text, needs) => {
  const { exclusive, isUnreadable } = gateNeeds({ text });
  expect(isUnreadable ? 'unreadable' : exclusive).toEqual(needs);
});
