import { failure, type Result, success } from '../../../diagnostics/index.ts';
import { type Clock, describeSystemError, ForeignWriteError } from '../../../platform/index.ts';
import type { BatchEvent } from '../../generated/batch.event.ts';
import type { NewEvent } from '../batch_state.ts';

/** An append-only file of lines: the part of the platform that the journal needs, so that tests can supply their own. */
export type LineLog = {
  /**
   * Appends a line, given without its line end. `durable` waits until it and all lines before it are on the disk; a `later` line
   * may be lost in a power failure.
   *
   * @throws the system's error when it cannot be written
   */
  readonly append: (line: string, durability: 'durable' | 'later') => void | Promise<void>;
};

/** Problems with writing the journal. */
export type JournalProblemCode = 'journal-unwritable' | 'journal-disturbed';

/** Records the events of a batch. Only the owner of the batch's lock may have one open. */
export type Journal = {
  /**
   * Assigns an event its number and time and writes it; events are written in the order of the calls. An event that changes a
   * phase's progress is on the disk once this resolves, and may be acted on only then.
   *
   * After a failed write nothing more is written: a torn line may be at the end, never before another.
   */
  readonly record: (event: NewEvent) => Promise<Result<BatchEvent, JournalProblemCode>>;
};

/** The format of the lines that this version writes and reads. */
export const JOURNAL_SCHEMA = 'orchestrator.batch-journal/1';

/**
 * Opens a journal to append to it.
 *
 * @param options.seq - the number of the last event in it, 0 for a new one
 * @param options.file - the file name in problems
 */
export function openJournal(options: {
  readonly log: LineLog;
  readonly clock: Pick<Clock, 'time'>;
  readonly seq: number;
  readonly file: string;
}): Journal {
  const { log, clock, file } = options;
  let { seq } = options;
  let last: Promise<Result<BatchEvent, JournalProblemCode>> | undefined;

  return {
    record(event) {
      const before = last;
      last = write(event, before);
      return last;
    },
  };

  async function write(
    event: NewEvent,
    before: typeof last,
  ): Promise<Result<BatchEvent, JournalProblemCode>> {
    const previous = await before;
    if (previous?.ok === false) return previous;
    const line = complete(event, seq + 1, new Date(clock.time()).toISOString());
    try {
      await log.append(JSON.stringify(line), CAN_BE_LOST.has(event.event) ? 'later' : 'durable');
    } catch (error) {
      return failure('environment', {
        severity: 'error',
        code: error instanceof ForeignWriteError ? 'journal-disturbed' : 'journal-unwritable',
        message: `The journal cannot be written: ${describeSystemError(error)}. The batch stops here; its work so far is kept.`,
        file,
        hint: 'Fix this, then run the batch again: it continues from here.',
      });
    }
    seq += 1;
    return success(line);
  }
}

/**
 * The events whose loss in a power failure costs only a repeated check: no process survives that, and a later transition writes
 * them to the disk too. A killed process loses no line at all.
 */
const CAN_BE_LOST: ReadonlySet<NewEvent['event']> = new Set([
  'baseline',
  'attempt-process',
  'attempt-queued',
  'claimed',
  'decision-asked',
  'executor-held',
  'gate-ended',
  'network-refused',
]);

/** Number, time and kind first: a person reads the line from its start. */
function complete(event: NewEvent, seq: number, at: string): BatchEvent {
  const { event: kind, ...rest } = event;
  const schema = kind === 'run-started' ? { schema: JOURNAL_SCHEMA } : {};
  return { seq, at, event: kind, ...schema, ...rest } as BatchEvent;
}
