import { join } from 'node:path';
import type { Result } from '../../diagnostics/index.ts';
import { fileSize, lockOwner, writtenAt } from '../../platform/index.ts';
import type { ProcessIdentity } from '../generated/batch.event.ts';
import type { ManifestPhase } from '../generated/batch.ts';
import {
  type ArchiveCode,
  archiveBatch,
  archivedNumbers,
  batchNumbers,
  MANIFEST_FILE,
  type Project,
  type ReadBatchCode,
  readBatch,
  readPrompt,
  type StoredBatch,
} from './folder/index.ts';
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
 * A project's generated batches, their ownership and history. Where their manifests and prompts are, how an owner is identified
 * and how events are written is hidden: operations know only this type, and their context can supply another implementation.
 */
export type BatchStore = {
  /** The numbers of the batches, ascending: those that are not archived, or the archived ones. */
  readonly numbers: (project: Project, options?: ArchiveChoice) => readonly number[];
  /** The manifest of a batch. */
  readonly read: (
    project: Project,
    number: number,
    options?: ArchiveChoice,
  ) => Promise<Result<StoredBatch, ReadBatchCode>>;
  /** A phase's prompt, if it is unchanged since it was generated. */
  readonly prompt: (batch: StoredBatch, phase: ManifestPhase) => Result<string, ReadBatchCode>;
  /** When the batch was generated, in milliseconds since the epoch. */
  readonly generatedAt: (batch: StoredBatch) => number;
  /** Archives a batch, whole or not at all. The caller must hold it. */
  readonly archive: (project: Project, number: number) => Result<string, ArchiveCode>;
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

/** Whether archived batches are meant, instead of the others. */
export type ArchiveChoice = { readonly isArchived?: boolean };

/**
 * The store in the project's own folder: a folder for each batch, a lock of this host, and a file of lines. @param cwd - the folder file names in problems
 * are relative to
 */
export function folderStore(cwd: string): BatchStore {
  return {
    numbers: (project, { isArchived = false } = {}) =>
      isArchived ? archivedNumbers(project) : batchNumbers(project),
    read: (project, number, { isArchived = false } = {}) =>
      readBatch(isArchived ? { ...project, batches: project.archive } : project, number, cwd),
    prompt: (batch, phase) => readPrompt(batch, phase, cwd),
    generatedAt: ({ folder }) => writtenAt(join(folder, MANIFEST_FILE)),
    archive: (project, number) => archiveBatch(project, number, cwd),
    history: (batch) => readHistory(batch, cwd),
    knownHistory: (batch) => readKnownHistory(batch, cwd),
    journalSize: ({ folder }) => fileSize(join(folder, JOURNAL_FILE)),
    owner: ({ folder }) => lockOwner(join(folder, LOCK_FOLDER)),
    hold: (project, number, { isBack = false } = {}) => holdBatch(project, number, { cwd, isBack }),
  };
}
