import { join } from 'node:path';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { displayPath, readBytes, remedyFor } from '../../platform/index.ts';
import type { BatchEvent } from '../generated/batch.event.ts';
import type { BatchState } from './batch_state.ts';
import { JOURNAL_FILE, type StoredBatch } from './folder/index.ts';
import { type ReadJournalCode, readJournal } from './journal/index.ts';
import { foldBatch } from './state/index.ts';

/** The name of the lock of the journal's writer in a batch's folder. */
export const LOCK_FOLDER = 'run.lock';

/** The content of a batch's journal. */
export type BatchHistory = {
  readonly events: readonly BatchEvent[];
  readonly state: BatchState;
  /** Events that did not fit, and changed nothing. */
  readonly warnings: readonly Problem<BatchHistoryCode>[];
};

/** Problems with a batch's journal. */
export type BatchHistoryCode = ReadJournalCode | 'journal-unreadable' | 'journal-unfit';

/** In bytes: a batch of a thousand phases that fail often stays far below. */
const LARGEST = 512 * 1024 * 1024;

/**
 * Reads a batch's journal and folds it; a batch that never ran has none. @param cwd - the folder file names in problems are
 * relative to
 */
export async function readHistory(
  { folder, manifest }: StoredBatch,
  cwd: string,
): Promise<Result<BatchHistory, BatchHistoryCode>> {
  const path = join(folder, JOURNAL_FILE);
  const file = displayPath(cwd, path);
  const bytes = readBytes(path, LARGEST);
  if (bytes.kind !== 'bytes' && bytes.kind !== 'absent') {
    const why = 'why' in bytes ? bytes.why : bytes.kind.replaceAll('-', ' ');
    const message = `The journal of the batch cannot be read: ${why}.`;
    const problem = {
      severity: 'error',
      code: 'journal-unreadable',
      message,
      file,
      ...remedyFor(why),
    } as const;
    return failure(bytes.kind === 'unreadable' ? 'environment' : 'problems', problem);
  }
  const read = await readJournal(bytes.kind === 'bytes' ? bytes.bytes : Buffer.alloc(0), file);
  if (!read.ok) return read;
  const { events } = read.value;
  const { state, problems } = foldBatch(manifest, events);
  const warnings = problems.map(({ seq, message }): Problem<BatchHistoryCode> => {
    const said = `This event does not fit what the journal says before it, and was skipped: ${message}`;
    return { severity: 'warning', code: 'journal-unfit', message: said, file, line: seq, column: 1 };
  });
  return success({ events, state, warnings });
}
