import { join } from 'node:path';
import type { Result } from '../../diagnostics/index.ts';
import { fileSize, lockOwner } from '../../platform/index.ts';
import type { ProcessIdentity } from '../types.ts';
import type { Project, StoredBatch } from './folder/index.ts';
import { type HeldBatch, type HoldBatchCode, holdBatch } from './hold_batch.ts';
import { type KnownHistory, readKnownHistory } from './known_history.ts';
import {
  type BatchHistory,
  type BatchHistoryCode,
  JOURNAL_FILE,
  LOCK_FOLDER,
  readHistory,
} from './read_history.ts';

/**
 * Where the batches of a project are owned and told of. How an owner is known, and how events are written, is its own affair: the
 * code that works with batches knows this type, and an operation context can bring another.
 */
export type BatchStore = {
  /** Everything that a batch's journal tells. One that cannot be read whole is a failure. */
  readonly history: (batch: StoredBatch) => Promise<Result<BatchHistory, BatchHistoryCode>>;
  /** As much of it as can be read, and what is wrong with the rest. For showing only. */
  readonly knownHistory: (batch: StoredBatch) => Promise<KnownHistory>;
  /** A figure that grows with the journal, so that one that was read need not be read again. */
  readonly journalSize: (batch: StoredBatch) => number;
  /** The process that owns the batch just now. */
  readonly owner: (batch: StoredBatch) => ProcessIdentity | undefined;
  /**
   * Makes this process the only one that may change a batch, until it lets it go.
   *
   * @param options.isBack - that it is taken back from a place; without it, one that was handed over to a place is refused
   */
  readonly hold: (
    project: Project,
    number: number,
    options?: { readonly isBack?: boolean },
  ) => Promise<Result<HeldBatch, HoldBatchCode>>;
};

/** The store in the project's own folder: a lock of this host, and a file of lines. @param cwd - what file names in problems are shown relative to */
export function folderStore(cwd: string): BatchStore {
  return {
    history: (batch) => readHistory(batch, cwd),
    knownHistory: (batch) => readKnownHistory(batch, cwd),
    journalSize: ({ folder }) => fileSize(join(folder, JOURNAL_FILE)),
    owner: ({ folder }) => lockOwner(join(folder, LOCK_FOLDER)),
    hold: (project, number, { isBack = false } = {}) => holdBatch(project, number, { cwd, isBack }),
  };
}
