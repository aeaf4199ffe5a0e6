import { join } from 'node:path';
import {
  attemptNames,
  type BatchEvent,
  type BatchHistoryCode,
  type BatchView,
  type KnownHistory,
  type ProcessIdentity,
  readBeats,
  type StoredBatch,
  standing,
} from '../../batch/index.ts';
import type { Problem } from '../../diagnostics/index.ts';
import { type Clock, displayPath, entryKind, isFolder, systemClock } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import { batchStore } from './batch_store.ts';

/** A batch as it can be seen from any process. */
export type SeenBatch = BatchView & {
  readonly stored: StoredBatch;
  /** What its journal tells, as far as that can be read. */
  readonly events: readonly BatchEvent[];
  readonly problems: readonly Problem<BatchHistoryCode>[];
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
  context: Pick<OperationContext, 'cwd' | 'store'>,
  stored: StoredBatch,
  before?: SeenBatch,
): Promise<SeenBatch> {
  const { cwd } = context;
  const { folder, manifest } = stored;
  const store = batchStore(context);
  // Before the journal: a run writes its end before it lets go, so what nobody holds is told whole.
  const holder = store.owner(stored);
  const journalBytes = store.journalSize(stored);
  const known: KnownHistory =
    before?.journalBytes === journalBytes ? before : await store.knownHistory(stored);
  const { events, state, problems } = known;
  // It may have been taken, and a run told, between the two looks.
  const owner = holder ?? (state.run === undefined ? undefined : store.owner(stored));
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
