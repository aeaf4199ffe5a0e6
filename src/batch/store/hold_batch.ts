import { join } from 'node:path';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { printableLine } from '../../lib/index.ts';
import {
  type Clock,
  describeSystemError,
  displayPath,
  entryKind,
  isWithin,
  type LockOutcome,
  namesIn,
  openAppendLog,
  type ProcessLock,
  remedyFor,
  removeTree,
  systemClock,
  systemErrorCode,
  takeLock,
} from '../../platform/index.ts';
import type { BatchManifest, ManifestPhase } from '../generated/batch.ts';
import type { Away, BatchState } from './batch_state.ts';
import {
  batchFolder,
  JOURNAL_FILE,
  type Project,
  type ReadBatchCode,
  RUN_FOLDERS,
  readBatch,
  readPrompt,
  type StoredBatch,
} from './folder/index.ts';
import { type Journal, openJournal } from './journal/index.ts';
import { type BatchHistoryCode, LOCK_FOLDER, readHistory } from './read_history.ts';
import { type BatchFold, batchFold } from './state/index.ts';

/** A batch that only this process may change, until it releases it. */
export type HeldBatch = {
  readonly number: number;
  /** As {@link StoredBatch.folder}. */
  readonly folder: string;
  readonly manifest: BatchManifest;
  /** A phase's prompt, if it is unchanged since it was generated. */
  readonly prompt: (phase: ManifestPhase) => Result<string, ReadBatchCode>;
  /** The state from the journal when the batch was taken. */
  readonly state: BatchState;
  /** Continues from there: each caller applies its own events to a state. Pure. */
  readonly fold: BatchFold;
  /** Records an event: it may be acted on once this resolves. */
  readonly record: Journal['record'];
  /** A fencing token: higher than that of any earlier holder of the batch. */
  readonly token: number;
  /** Events that did not fit, and changed nothing. */
  readonly warnings: readonly Problem<BatchHistoryCode>[];
  /** Closes the journal and releases the batch. Can be called twice. */
  readonly release: () => void;
};

/** Problems that prevent taking a batch. */
export type HoldBatchCode =
  | ReadBatchCode
  | BatchHistoryCode
  | 'batch-held'
  | 'batch-away'
  | 'batch-folder-outside'
  | 'batch-unwritable';

/**
 * Takes a batch: its lock, then its manifest and journal as read under the lock, with the journal open for more events. A batch
 * that another process holds is refused, and its owner named.
 *
 * @param options.cwd - the folder file names in problems are relative to
 * @param options.isBack - the batch is being taken back from a place; without it, one that was handed over to a place is refused
 * too
 */
export async function holdBatch(
  project: Project,
  number: number,
  options: { readonly cwd: string; readonly clock?: Pick<Clock, 'time'>; readonly isBack?: boolean },
): Promise<Result<HeldBatch, HoldBatchCode>> {
  const { cwd, clock = systemClock, isBack = false } = options;
  // Before the lock, so that nothing is created for a batch that does not exist.
  const there = await readBatch(project, number, { cwd });
  if (!there.ok) return there;
  const outside = wayOut(project, there.value, cwd);
  if (outside !== undefined) return failure('problems', outside);
  const folder = there.value.folder;
  let lock: ProcessLock;
  try {
    const outcome = takeLock(join(folder, LOCK_FOLDER));
    if (outcome.kind === 'held') return failure('problems', heldBy(number, outcome));
    lock = outcome.lock;
  } catch (error) {
    return failure('environment', unwritable(number, folder, cwd, error));
  }
  const held = await openHeld({ project, number, cwd, clock, lock, isBack });
  if (!held.ok) letGo(lock);
  return held;
}

/** A batch read before the lock is taken may be archived since, so it is read again. */
async function openHeld(given: {
  readonly project: Project;
  readonly number: number;
  readonly cwd: string;
  readonly clock: Pick<Clock, 'time'>;
  readonly lock: ProcessLock;
  readonly isBack: boolean;
}): Promise<Result<HeldBatch, HoldBatchCode>> {
  const { project, number, cwd, clock, lock, isBack } = given;
  const folder = batchFolder(project, number);
  const stored = await readBatch(project, number, { cwd });
  if (!stored.ok) {
    // It was archived meanwhile, and taking the lock recreated its folder.
    if (namesIn(folder).every((name) => name === LOCK_FOLDER)) await removeTree(folder);
    return stored;
  }
  const history = await readHistory(stored.value, cwd);
  if (!history.ok) return history;
  const { manifest } = stored.value;
  const { state, warnings } = history.value;
  if (state.away !== undefined && !isBack) return failure('problems', isAway(number, state.away));
  const path = join(folder, JOURNAL_FILE);
  try {
    const { log } = openAppendLog(path);
    let isOpen = true;
    return success({
      number,
      folder,
      manifest,
      prompt: (phase) => readPrompt(stored.value, phase, cwd),
      state,
      fold: batchFold(manifest),
      record: openJournal({ log, clock, seq: state.seq, file: displayPath(cwd, path) }).record,
      token: lock.number,
      warnings,
      release: () => {
        if (isOpen) log.close();
        isOpen = false;
        letGo(lock);
      },
    });
  } catch (error) {
    return failure('environment', unwritable(number, folder, cwd, error));
  }
}

/** A full disk can prevent the release of a lock. It belongs to this process, and is free when this process has ended. */
function letGo(lock: ProcessLock): void {
  try {
    lock.release();
  } catch (error) {
    if (systemErrorCode(error) === '') throw error;
  }
}

/** A batch's folder may come with a repository; no link in it may redirect writes out of the project. */
function wayOut(project: Project, { folder }: StoredBatch, cwd: string): Problem<HoldBatchCode> | undefined {
  const places = ['', LOCK_FOLDER, JOURNAL_FILE, ...RUN_FOLDERS].map((name) => join(folder, name));
  const out = places.find((path) => entryKind(path) === 'link' || !isWithin(project.root, path));
  return out === undefined
    ? undefined
    : {
        severity: 'error',
        code: 'batch-folder-outside',
        message: 'There is a link where the batch is written; nothing was written through it.',
        file: displayPath(cwd, out),
        hint: 'Remove the link.',
      };
}

function heldBy(
  number: number,
  { owner, standing, since }: Extract<LockOutcome, { kind: 'held' }>,
): Problem<HoldBatchCode> {
  const when = new Date(since).toISOString().replace(/\.\d+Z$/u, 'Z');
  return {
    severity: 'error',
    code: 'batch-held',
    message: `Process ${owner.pid} on ${owner.host} has been using batch ${number} since ${when}. Nothing was changed.`,
    hint:
      standing === 'running'
        ? `Wait for it, or stop it with: orchestrator batch stop ${number}`
        : `Whether that process is still running cannot be checked from here; check on ${owner.host}.`,
  };
}

/** A batch is never worked on in two places. */
export function isAway(number: number, { place, since }: Away): Problem<'batch-away'> {
  const when = since.replace(/\.\d+Z$/u, 'Z');
  return {
    severity: 'error',
    code: 'batch-away',
    message: `Batch ${number} was handed over to ${printableLine(place)}, whole, at ${when}. Nothing was changed.`,
    hint: `To see its progress, and take it back when it has ended: orchestrator batch submit ${number} --collect`,
  };
}

function unwritable(number: number, folder: string, cwd: string, error: unknown): Problem<HoldBatchCode> {
  return {
    severity: 'error',
    code: 'batch-unwritable',
    message: `Batch ${number} cannot be written: ${describeSystemError(error)}. Nothing was changed.`,
    file: displayPath(cwd, folder),
    ...remedyFor(describeSystemError(error)),
  };
}
