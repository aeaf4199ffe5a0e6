import { join } from 'node:path';
import {
  type BatchEvent,
  type BatchView,
  beatFile,
  JOURNAL_FILE,
  LOCK_FOLDER,
  type ProcessIdentity,
  readBeat,
  readKnown,
  type StoredBatch,
  standing,
} from '../batch/index.ts';
import type { Problem } from '../diagnostics/index.ts';
import { type Clock, displayPath, fileSize, isFolder, lockOwner } from '../platform/index.ts';
import type { OperationContext } from './context.ts';

/** A batch as it can be seen from any process. */
export type SeenBatch = BatchView & {
  readonly stored: StoredBatch;
  /** What its journal tells, as far as that can be read. */
  readonly events: readonly BatchEvent[];
  readonly problems: readonly Problem[];
  /** Who holds it. */
  readonly owner: ProcessIdentity | undefined;
};

/** Looks at a batch: its journal, its lock and the beats of its attempts. Nothing is written. */
export async function viewBatch({ cwd }: OperationContext, stored: StoredBatch): Promise<SeenBatch> {
  const { folder, manifest } = stored;
  const lock = join(folder, LOCK_FOLDER);
  // Before the journal: a run writes its end before it lets go, so what nobody holds is told whole.
  const before = lockOwner(lock);
  const known = await readKnown(stored, cwd);
  const isUnderWay = known.state.run !== undefined;
  // It may have been taken, and a run told, between the two looks.
  const owner = before ?? (isUnderWay ? lockOwner(lock) : undefined);
  return {
    ...known,
    manifest,
    stored,
    owner,
    isHeld: owner !== undefined,
    folder: displayPath(cwd, folder),
    lastActivity: (prp, attempt) => lastActivity(folder, prp, attempt),
  };
}

/**
 * Looks at a batch again and again until nobody holds it; one that was never run is waited for. Each look gives the batch, and
 * reads its journal only when that has grown.
 */
export async function* watchBatch(
  context: OperationContext,
  stored: StoredBatch,
  { clock, signal }: { readonly clock: Pick<Clock, 'wait'>; readonly signal: AbortSignal },
): AsyncGenerator<SeenBatch> {
  const journal = join(stored.folder, JOURNAL_FILE);
  const lock = join(stored.folder, LOCK_FOLDER);
  while (!signal.aborted) {
    const size = fileSize(journal);
    const seen = await viewBatch(context, stored);
    yield seen;
    if (!seen.isHeld && standing(seen) !== 'generated') return;
    // An archived batch has left its place.
    while (!signal.aborted && isFolder(stored.folder)) {
      await clock.wait(LOOK_MS, signal);
      const isHeld = lockOwner(lock) !== undefined;
      if (fileSize(journal) !== size || isHeld !== seen.isHeld) break;
    }
    if (!isFolder(stored.folder)) return;
  }
}

/** Between two looks, in milliseconds. */
const LOOK_MS = 500;

function lastActivity(folder: string, prp: string, attempt: number): number | undefined {
  const beat = readBeat(join(folder, beatFile({ prp }, attempt)));
  const time = beat === undefined ? Number.NaN : Date.parse(beat.lastActivity);
  return Number.isNaN(time) ? undefined : time;
}
