import { join } from 'node:path';
import type { Problem } from '../../diagnostics/index.ts';
import { displayPath, readBytes } from '../../platform/index.ts';
import type { BatchEvent } from '../generated/batch.event.ts';
import type { BatchState } from './batch_state.ts';
import { JOURNAL_FILE, type StoredBatch } from './folder/index.ts';
import { readJournal } from './journal/index.ts';
import { type BatchHistoryCode, readHistory } from './read_history.ts';
import { foldBatch } from './state/index.ts';

/** The readable part of a batch's history, and the problem with the rest. */
export type KnownHistory = {
  readonly events: readonly BatchEvent[];
  readonly state: BatchState;
  readonly problems: readonly Problem<BatchHistoryCode>[];
};

/**
 * Reads as much of a batch's journal as possible: of a damaged one, everything before the damage. For display only; actions on a
 * batch need its whole journal.
 *
 * @param cwd - the folder file names in problems are relative to
 */
export async function readKnownHistory(stored: StoredBatch, cwd: string): Promise<KnownHistory> {
  const history = await readHistory(stored, cwd);
  if (history.ok) {
    const { events, state, warnings } = history.value;
    return { events, state, problems: warnings };
  }
  const events = await eventsBefore(stored, history.problems[0]?.line, cwd);
  const { state } = foldBatch(stored.manifest, events);
  return { events, state, problems: history.problems };
}

async function eventsBefore(
  { folder }: StoredBatch,
  line: number | undefined,
  cwd: string,
): Promise<readonly BatchEvent[]> {
  const path = join(folder, JOURNAL_FILE);
  const read = line === undefined ? undefined : readBytes(path, Number.MAX_SAFE_INTEGER);
  if (line === undefined || read?.kind !== 'bytes') return [];
  let end = 0;
  for (let before = line - 1; before > 0; before--) end = read.bytes.indexOf(0x0a, end) + 1;
  const known = await readJournal(read.bytes.subarray(0, end), displayPath(cwd, path));
  return known.ok ? known.value.events : [];
}
