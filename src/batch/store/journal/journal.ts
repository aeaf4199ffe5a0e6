import { failure, type Result, success } from '../../../diagnostics/index.ts';
import { type Clock, describeSystemError, ForeignWriteError } from '../../../platform/index.ts';
import type { BatchEvent, NewEvent } from '../../types.ts';

/** A file of lines that only grows: what the journal needs of the platform's, so that tests can bring their own. */
export type LineLog = {
  /**
   * Adds a line, which is given without its end, behind all that was added before. `durable` waits until it is on the disk
   * with all before it; one that may come `later` may be lost with the power.
   *
   * @throws the system's error when it can't be written
   */
  readonly append: (line: string, durability: 'durable' | 'later') => void | Promise<void>;
};

/** What can go wrong in writing the journal. */
export type JournalProblemCode = 'journal-unwritable' | 'journal-disturbed';

/** Where events of a batch are told. Only the owner of the batch's lock may have one open. */
export type Journal = {
  /**
   * Gives an event its number and its time and writes it; one is written after the other, in the order of the calls. An event
   * that changes where a phase stands is safe on the disk when this is over, and may be acted on only then.
   *
   * After one that could not be written nothing more is: a torn line may stay alone at the end, never before another.
   */
  readonly record: (event: NewEvent) => Promise<Result<BatchEvent, JournalProblemCode>>;
};

/** The form of the lines that this version writes and reads. */
export const JOURNAL_SCHEMA = 'orchestrator.batch-journal/1';

/**
 * Opens a journal to go on with it.
 *
 * @param options.seq - the number of the last event that is in it, 0 for a new one
 * @param options.file - the name that problems carry
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
        message: `The journal cannot be written: ${describeSystemError(error)}. The batch stops here; what it has done so far is kept.`,
        file,
        hint: 'Fix this, then run the batch again: it goes on from here.',
      });
    }
    seq += 1;
    return success(line);
  }
}

/**
 * The events whose loss with the power costs nothing but doing a check again: no process survives that, and a transition
 * behind them takes them to the disk with it. A process that is killed loses no line at all.
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
