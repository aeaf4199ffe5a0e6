import { join } from 'node:path';
import type { Result } from '../../diagnostics/index.ts';
import { type FileSet, fileSize, isFolder, lockOwner, writtenAt } from '../../platform/index.ts';
import type { ProcessIdentity } from '../generated/batch.event.ts';
import type { ManifestPhase } from '../generated/batch.ts';
import {
  type ArchiveChoice,
  type ArchiveCode,
  archiveBatch,
  batchFolder,
  batchNumbers,
  type CreateBatchCode,
  createBatch,
  JOURNAL_FILE,
  journalsNamePlaces,
  MANIFEST_FILE,
  type NumberClaims,
  nextNumber,
  type PlanCopy,
  type Project,
  type ReadBatchCode,
  type RenderedBatch,
  readBatch,
  readBatchFiles,
  readPlanCopy,
  readPrompt,
  type StoredBatch,
} from './folder/index.ts';
import { type HeldBatch, type HoldBatchCode, holdBatch } from './hold_batch.ts';
import { type KnownHistory, readKnownHistory } from './known_history.ts';
import { type BatchHistory, type BatchHistoryCode, LOCK_FOLDER, readHistory } from './read_history.ts';

/**
 * A project's generated batches, their ownership and history. Where their manifests, plans and prompts are, how an owner is
 * identified and how events are written is hidden: operations know only this type, and their context can supply another
 * implementation. Whatever that is, each batch has a folder on this machine's disk ({@link StoredBatch}) for the files that other
 * programs read and write: an attempt's prompt and its logs.
 */
export type BatchStore = {
  /** The numbers of the batches, ascending: those that are not archived, or the archived ones. */
  readonly numbers: (project: Project, options?: ArchiveChoice) => readonly number[];
  /**
   * Writes a batch under the next free number, whole or not at all.
   *
   * @param claims - the numbers that are taken in the repository, if the project is in one: refs and branches have them too
   * @param render - renders the batch for a number
   */
  readonly create: <Code extends string>(
    project: Project,
    claims: NumberClaims | undefined,
    render: (number: number) => Result<RenderedBatch, Code>,
  ) => Promise<Result<StoredBatch & RenderedBatch, Code | CreateBatchCode>>;
  /** The number that it would probably have; `undefined` if none is left. */
  readonly nextNumber: (project: Project, claims: NumberClaims | undefined) => number | undefined;
  /** The folder that a batch has or would have, as {@link StoredBatch}. */
  readonly folder: (project: Project, number: number, options?: ArchiveChoice) => string;
  /** The manifest of a batch. */
  readonly read: (
    project: Project,
    number: number,
    options?: ArchiveChoice,
  ) => Promise<Result<StoredBatch, ReadBatchCode>>;
  /** A phase's prompt, if it is unchanged since it was generated. */
  readonly prompt: (batch: StoredBatch, phase: ManifestPhase) => Result<string, ReadBatchCode>;
  /** The plan that the batch was generated from. */
  readonly plan: (batch: StoredBatch) => PlanCopy;
  /** The files without the manifest that a run on another machine needs. */
  readonly files: (batch: StoredBatch) => FileSet;
  /** Whether the batch is where it was read; not so once it is archived. */
  readonly isThere: (batch: StoredBatch) => boolean;
  /** Whether attempts of any batch may have been made at a place; known without ids of projects, which earlier versions lacked. */
  readonly mayHaveBeenAtPlaces: (project: Project) => boolean;
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

/**
 * The store in the project's own folder: a folder for each batch, a lock of this host, and a file of lines. @param cwd - the folder file names in problems
 * are relative to
 */
export function folderStore(cwd: string): BatchStore {
  return {
    numbers: batchNumbers,
    create: (project, claims, render) => createBatch(project, { cwd, claims }, render),
    nextNumber: (project, claims) => nextNumber(project, claims && { isTaken: claims.isTaken }),
    folder: batchFolder,
    read: (project, number, options = {}) => readBatch(project, number, { ...options, cwd }),
    prompt: (batch, phase) => readPrompt(batch, phase, cwd),
    plan: (batch) => readPlanCopy(batch, cwd),
    files: readBatchFiles,
    isThere: ({ folder }) => isFolder(folder),
    mayHaveBeenAtPlaces: journalsNamePlaces,
    generatedAt: ({ folder }) => writtenAt(join(folder, MANIFEST_FILE)),
    archive: (project, number) => archiveBatch(project, number, cwd),
    history: (batch) => readHistory(batch, cwd),
    knownHistory: (batch) => readKnownHistory(batch, cwd),
    journalSize: ({ folder }) => fileSize(join(folder, JOURNAL_FILE)),
    owner: ({ folder }) => lockOwner(join(folder, LOCK_FOLDER)),
    hold: (project, number, { isBack = false } = {}) => holdBatch(project, number, { cwd, isBack }),
  };
}
