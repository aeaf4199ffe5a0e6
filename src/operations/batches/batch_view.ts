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
  statusNameOf,
} from '../../batch/index.ts';
import type { Problem } from '../../diagnostics/index.ts';
import { type Clock, displayPath, entryKind, systemClock } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import { batchStore } from './batch_store.ts';

/** A batch as seen from any process. */
export type ViewedBatch = BatchView & {
  readonly stored: StoredBatch;
  /** The events in its journal, as far as it can be read. */
  readonly events: readonly BatchEvent[];
  readonly problems: readonly Problem<BatchHistoryCode>[];
  /** The process that holds it. */
  readonly owner: ProcessIdentity | undefined;
  /** The size of its journal when it was read. */
  readonly journalBytes: number;
};

/**
 * Reads the state of a batch: its journal, its lock and the heartbeats of its attempts. Writes nothing.
 *
 * @param before - the previous view, so that the journal is only read again if it has grown since
 */
export async function viewBatch(
  context: Pick<OperationContext, 'cwd' | 'store'>,
  stored: StoredBatch,
  before?: ViewedBatch,
): Promise<ViewedBatch> {
  const { cwd } = context;
  const { folder, manifest } = stored;
  const store = batchStore(context);
  // Read before the journal: a run records its end before it releases the batch, so the journal of an unheld batch is complete.
  const holder = store.owner(stored);
  const journalBytes = store.journalSize(stored);
  const known: KnownHistory =
    before?.journalBytes === journalBytes ? before : await store.knownHistory(stored);
  const { events, state, problems } = known;
  // The batch may have been taken and a run recorded between the two reads.
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

/** Returns a function that tells whether a log exists: complete, or as the parts of one that outgrew its limit. */
export function logsOf({ folder }: StoredBatch): (log: string) => boolean {
  return (log) => ['', '.head', '.tail'].some((part) => entryKind(join(folder, `${log}${part}`)) === 'file');
}

/**
 * Yields the state of a batch twice a second until nobody holds it.
 *
 * @param options.waits - whether to wait for a batch that has never run
 */
export async function* watchBatch(
  context: OperationContext,
  stored: StoredBatch,
  {
    clock = systemClock,
    signal,
    waits = true,
  }: { readonly clock?: Pick<Clock, 'wait'>; readonly signal: AbortSignal; readonly waits?: boolean },
): AsyncGenerator<ViewedBatch> {
  let seen: ViewedBatch | undefined;
  // An archived batch has been moved away.
  while (!signal.aborted && batchStore(context).isThere(stored)) {
    seen = await viewBatch(context, stored, seen);
    yield seen;
    if (!seen.isHeld && !(waits && statusNameOf(seen) === 'generated')) return;
    await clock.wait(LOOK_MS, signal);
  }
}

/** Polling interval, in milliseconds. */
const LOOK_MS = 500;
