import { expect, test } from 'vitest';
import { makespans } from '../support/makespans.ts';

test('100 random batches take at most 1.05 times the best of many list schedules, and far less than with stage barriers', async () => {
  const rows = await makespans({ batches: 100, phases: 20, workers: 4, lists: 60 });
  expect(rows).toHaveLength(100);
  for (const { engine, best } of rows) expect(engine).toBeLessThanOrEqual(1.05 * best);
  const total = (of: 'engine' | 'barriers') => rows.reduce((sum, row) => sum + row[of], 0);
  expect(total('barriers')).toBeGreaterThan(1.2 * total('engine'));
});

test('so do batches that have 50 slots, as at places beyond this machine', async () => {
  const rows = await makespans({ batches: 8, phases: 200, workers: 50, lists: 30 });
  expect(rows).toHaveLength(8);
  for (const { engine, best } of rows) expect(engine).toBeLessThanOrEqual(1.05 * best);
});
