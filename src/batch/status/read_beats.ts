import { join } from 'node:path';
import type { StoredBatch } from '../folder/index.ts';
import { currentAttempt } from '../state/index.ts';
import type { BatchState } from '../types.ts';
import { beatFile } from '../view/batch_view.ts';

/** When each attempt that runs last showed that it lives: milliseconds since 1970 by the name of its beat's file. */
export async function readBeats(
  { folder }: StoredBatch,
  { phases }: BatchState,
): Promise<ReadonlyMap<string, number>> {
  const running = phases.filter(({ progress }) => progress.state === 'running');
  const times = new Map<string, number>();
  if (running.length === 0) return times;
  // Loaded here: it brings the validators, which are large.
  const { readBeat } = await import('../watching/attempt_beat.ts');
  for (const record of running) {
    const name = beatFile(record.phase, currentAttempt(record)?.number ?? 0);
    const time = Date.parse(readBeat(join(folder, name))?.lastActivity ?? '');
    if (!Number.isNaN(time)) times.set(name, time);
  }
  return times;
}
