import { join } from 'node:path';
import { printableLine } from '../../../lib/index.ts';
import type { BatchState } from '../../store/batch_state.ts';
import { attemptNames, type StoredBatch } from '../../store/folder/index.ts';
import { currentAttempt } from '../../store/state/index.ts';

/** The content of an attempt's heartbeat: its last sign of life, in milliseconds since 1970 UTC, and its activity then. */
export type SeenBeat = {
  readonly lastActivity: number;
  readonly doing: string | undefined;
  readonly waits: string | undefined;
};

/** Reads the last heartbeat of each running attempt, by the name of the heartbeat's file. */
export async function readBeats(
  { folder }: StoredBatch,
  { phases }: BatchState,
): Promise<ReadonlyMap<string, SeenBeat>> {
  const running = phases.filter(({ progress }) => progress.state === 'running');
  const times = new Map<string, SeenBeat>();
  if (running.length === 0) return times;
  // Loaded here: it imports the validators, which are large.
  const { readBeat } = await import('../../executors/watching/attempt_beat.ts');
  for (const record of running) {
    const name = attemptNames(record.phase, currentAttempt(record)?.number ?? 0).beat;
    const beat = readBeat(join(folder, name));
    const lastActivity = Date.parse(beat?.lastActivity ?? '');
    const [doing, waits] = [beat?.doing, beat?.waits].map((text) => text && printableLine(text));
    if (!Number.isNaN(lastActivity)) times.set(name, { lastActivity, doing, waits });
  }
  return times;
}
