import { join } from 'node:path';
import {
  attemptNames,
  type BatchEvent,
  type BatchView,
  JOURNAL_FILE,
  type KnownHistory,
  LOCK_FOLDER,
  type ProcessIdentity,
  readBeats,
  readKnownHistory,
  type StoredBatch,
  standing,
} from '../../batch/index.ts';
import type { Problem } from '../../diagnostics/index.ts';
import {
  type Clock,
  displayPath,
  entryKind,
  fileSize,
  isFolder,
  lockOwner,
  systemClock,
} from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';

/** A batch as it can be seen from any process. */
export type SeenBatch = BatchView & {
  readonly stored: StoredBatch;
  /** What its journal tells, as far as that can be read. */
  readonly events: readonly BatchEvent[];
  readonly problems: readonly Problem[];
  /** Who holds it. */
  readonly owner: ProcessIdentity | undefined;
  /** How long its journal was. */
  readonly journalBytes: number;
};

/**
 * Looks at a batch: its journal, its lock and the beats of its attempts. Nothing is written.
 *
 * @param before - what was seen earlier, so that the journal is read again only if it has grown since
 */
export async function viewBatch(
  { cwd }: OperationContext,
  stored: StoredBatch,
  before?: SeenBatch,
): Promise<SeenBatch> {
  const { folder, manifest } = stored;
  const lock = join(folder, LOCK_FOLDER);
  // Before the journal: a run writes its end before it lets go, so what nobody holds is told whole.
  const holder = lockOwner(lock);
  const journalBytes = fileSize(join(folder, JOURNAL_FILE));
  const known: KnownHistory =
    before?.journalBytes === journalBytes ? before : await readKnownHistory(stored, cwd);
  const { events, state, problems } = known;
  // It may have been taken, and a run told, between the two looks.
  const owner = holder ?? (state.run === undefined ? undefined : lockOwner(lock));
  const beats = await readBeats(stored, state);
  return {
    ...{ manifest, stored, events, state, problems, owner, journalBytes },
    isHeld: owner !== undefined,
    folder: displayPath(cwd, folder),
    hasLog: logsOf(stored),
    lastActivity: (prp, attempt) => beats.get(attemptNames({ prp }, attempt).beat)?.lastActivity,
    doing: (prp, attempt) => beats.get(attemptNames({ prp }, attempt).beat),
  };
}

/** Tells which logs of a batch are there: whole, or the parts of one that grew beyond its cap. */
export function logsOf({ folder }: StoredBatch): (log: string) => boolean {
  return (log) => ['', '.head', '.tail'].some((part) => entryKind(join(folder, `${log}${part}`)) === 'file');
}

/**
 * Looks at a batch twice a second until nobody holds it.
 *
 * @param options.waits - whether one that was never run is waited for
 */
export async function* watchBatch(
  context: OperationContext,
  stored: StoredBatch,
  {
    clock = systemClock,
    signal,
    waits = true,
  }: { readonly clock?: Pick<Clock, 'wait'>; readonly signal: AbortSignal; readonly waits?: boolean },
): AsyncGenerator<SeenBatch> {
  let seen: SeenBatch | undefined;
  // An archived batch has left its place.
  while (!signal.aborted && isFolder(stored.folder)) {
    seen = await viewBatch(context, stored, seen);
    yield seen;
    if (!seen.isHeld && !(waits && standing(seen) === 'generated')) return;
    await clock.wait(LOOK_MS, signal);
  }
}

/** Between two looks, in milliseconds. */
const LOOK_MS = 500;
