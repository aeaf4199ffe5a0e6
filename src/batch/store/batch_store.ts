import { join } from 'node:path';
import type { Result } from '../../diagnostics/index.ts';
import { fileSize, lockOwner } from '../../platform/index.ts';
import type { ProcessIdentity } from '../generated/batch.event.ts';
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
 * The ownership and history of a project's batches. How an owner is identified and how events are written is hidden: the code
 * that works with batches knows only this type, and an operation context can supply another implementation.
 */
export type BatchStore = {
  /** Everything in a batch's journal. A journal that cannot be read whole is a failure. */
  readonly history: (batch: StoredBatch) => Promise<Result<BatchHistory, BatchHistoryCode>>;
  /** The readable part of it, and the problem with the rest. For display only. */
  readonly knownHistory: (batch: StoredBatch) => Promise<KnownHistory>;
  /** A number that grows with the journal, so that a journal already read need not be read again. */
  readonly journalSize: (batch: StoredBatch) => number;
  /** The process that currently owns the batch. */
  readonly owner: (batch: StoredBatch) => ProcessIdentity | undefined;
  /**
   * Makes this process the only one that may change a batch, until it releases it.
   *
   * @param options.isBack - the batch is being taken back from a place; without it, one that was handed over to a place is
   * refused
   */
  readonly hold: (
    project: Project,
    number: number,
    options?: { readonly isBack?: boolean },
  ) => Promise<Result<HeldBatch, HoldBatchCode>>;
};

/**
 * The store in the project's own folder: a lock of this host, and a file of lines. @param cwd - the folder file names in problems
 * are relative to
 */
export function folderStore(cwd: string): BatchStore {
  return {
    history: (batch) => readHistory(batch, cwd),
    knownHistory: (batch) => readKnownHistory(batch, cwd),
    journalSize: ({ folder }) => fileSize(join(folder, JOURNAL_FILE)),
    owner: ({ folder }) => lockOwner(join(folder, LOCK_FOLDER)),
    hold: (project, number, { isBack = false } = {}) => holdBatch(project, number, { cwd, isBack }),
  };
}
