import { statSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { BatchStatus } from '../../src/batch/generated/batch.status.ts';
import { batchProject } from '../support/batch_project.ts';
import { count, figure, LONG, measured, quickAgent } from '../support/torture.ts';

/** In MiB: what this program spawns gets slower as it grows. */
const MAX = 80;

const PHASES = count(1_000, 12);

test('a rehearsal of a thousand phases is quick and small', { timeout: LONG }, async () => {
  const project = await batchProject(Array.from({ length: 1_000 }, () => ({ hours: 1 })));
  const args = [...quickAgent(project), '--dry-run', '--concurrency', '8'];
  const { ended, peak, seconds } = await measured(args, project.folder, project.environment());
  expect(ended.code).toBe(0);
  expect((JSON.parse(ended.out) as BatchStatus).counts.done).toBe(1_000);
  figure(`dry run: 1000 phases in ${seconds.toFixed(1)} s, peak memory ${peak.toFixed(1)} MiB`);
  expect(peak).toBeGreaterThan(20);
  expect(peak).toBeLessThanOrEqual(MAX);
});

test(`a run of ${PHASES} phases stays small`, { timeout: LONG }, async () => {
  const project = await batchProject(Array.from({ length: PHASES }, () => ({})));
  const args = [...quickAgent(project), '--concurrency', '4'];
  const { ended, peak, seconds } = await measured(args, project.folder, project.environment());
  expect(ended.code, ended.err).toBe(0);
  expect((JSON.parse(ended.out) as BatchStatus).counts.done).toBe(PHASES);
  const journal = statSync(project.path('journal.ndjson')).size;
  const each = (1000 * seconds) / PHASES;
  figure(
    `run: ${PHASES} phases of a trivial agent in ${seconds.toFixed(1)} s, ${each.toFixed(0)} ms for each`,
  );
  figure(`  journal ${journal} bytes, ${Math.round(journal / PHASES)} for each phase`);
  figure(`  peak memory ${peak.toFixed(1)} MiB`);
  expect(journal / PHASES).toBeLessThan(8 * 1024);
  expect(peak).toBeGreaterThan(20);
  expect(peak).toBeLessThanOrEqual(MAX);
});
