import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { BatchStatus } from '../../src/batch/generated/batch.status.ts';
import { batchProject } from '../support/batch_project.ts';
import { HAS_SSHD, startSshHost } from '../support/ssh_host.ts';
import { measured, quickAgent } from '../support/torture.ts';

const MEGABYTES = 300;
/** In MiB, over what the same run takes that prints next to nothing: a piece of the log, its copies, and what is not collected yet. */
const MAX_MORE = 120;

describe.skipIf(!HAS_SSHD)('an attempt that prints very much at a host', () => {
  test('[promise:place-log] is read in pieces: what is held of it does not grow with it', async () => {
    const host = await startSshHost();
    const runOf = async (megabytes: number) => {
      const project = await batchProject([{ place: 'far' }]);
      const settings = join(project.home, '.config/orchestrator');
      mkdirSync(settings, { recursive: true });
      const places = { far: { ssh: host.ssh, folder: host.folder } };
      writeFileSync(
        join(settings, 'config.json'),
        JSON.stringify({ places, batch: { logMegabytes: MEGABYTES } }),
      );
      const print = `head -c ${megabytes * 1_000_000} /dev/zero | tr '\\0' x`;
      const env = { ...project.environment(), ...host.env };
      const { ended, peak } = await measured(quickAgent(project, print), project.folder, env);
      expect((JSON.parse(ended.out) as BatchStatus).state, ended.err).toBe('done');
      return { peak, kept: statSync(project.path('logs', 'PRP-1.1.1-1.log')).size };
    };
    try {
      const small = await runOf(0);
      const large = await runOf(MEGABYTES);
      expect(large.kept).toBeGreaterThan(MEGABYTES * 900_000);
      expect(small.peak).toBeGreaterThan(20);
      expect(large.peak - small.peak).toBeLessThan(MAX_MORE);
    } finally {
      await host.remove();
    }
  });
});
