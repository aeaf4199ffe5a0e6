import { isUtf8 } from 'node:buffer';
import type { ErrorObject } from 'ajv';
import { failure, type Problem, type Result, success } from '../../../diagnostics/index.ts';
import { printableLine } from '../../../lib/index.ts';
import type { BatchEvent } from '../../generated/batch.event.ts';
import { OWN_REFS } from '../refs.ts';
import { columnOfFault, type LineFault, notJson } from './line_fault.ts';

/** The content of a journal. */
export type JournalRead = {
  readonly events: readonly BatchEvent[];
  /** Length up to the end of the last whole line, where the next one is appended. */
  readonly wholeBytes: number;
  /** Length of the rest: a line cut off by a crash, which never counted. */
  readonly tornBytes: number;
  /** Number of bytes of whole lines about each phase, in the order in which they are first named. */
  readonly bytesOfPhase: ReadonlyMap<string, number>;
};

/** Problems with the content of a journal. */
export type ReadJournalCode = 'journal-corrupt' | 'journal-newer';

/**
 * Reads a journal. A last line without its end is left by a crash and is skipped; any other deviation from this program's format
 * is a problem, because nothing after a gap can be trusted.
 *
 * @param bytes - the whole file; empty for one that does not exist yet
 * @param file - the file name in problems
 */
export async function readJournal(
  bytes: Buffer,
  file: string,
): Promise<Result<JournalRead, ReadJournalCode>> {
  // Loaded here: only the reading of a journal needs the validator, which is large.
  const { validateBatchEvent } = await import('../../generated/validators.js');
  const wholeBytes = bytes.lastIndexOf(NEWLINE) + 1;
  const events: BatchEvent[] = [];
  const bytesOfPhase = new Map<string, number>();
  const faults: (LineFault & { readonly line: number })[] = [];
  for (let start = 0, line = 1; start < wholeBytes; line++) {
    const end = bytes.indexOf(NEWLINE, start);
    const read = readLine(
      bytes.subarray(start, end),
      validateBatchEvent,
      faults.length > 0 ? undefined : line,
    );
    if (!read.ok) faults.push({ ...read.fault, line });
    else {
      const { event } = read;
      events.push(event);
      if ('phase' in event)
        bytesOfPhase.set(event.phase, (bytesOfPhase.get(event.phase) ?? 0) + end + 1 - start);
    }
    if (faults.length === MAX_FAULTS) break;
    start = end + 1;
  }
  const [first] = faults;
  if (first === undefined)
    return success({ events, wholeBytes, tornBytes: bytes.length - wholeBytes, bytesOfPhase });
  return failure('problems', ...faults.map((fault) => problemOf(fault, first.line - 1, file)));
}

const NEWLINE = 0x0a;
/** More would bury the first one, which matters most. */
const MAX_FAULTS = 20;

type Validator = { (data: unknown): boolean; errors?: ErrorObject[] | null };

/** @param seq - the expected number of the event; `undefined` after an unreadable line, where none is known */
function readLine(
  bytes: Buffer,
  validate: Validator,
  seq: number | undefined,
): { readonly ok: true; readonly event: BatchEvent } | { readonly ok: false; readonly fault: LineFault } {
  const fault = (found: LineFault) => ({ ok: false, fault: found }) as const;
  if (!isUtf8(bytes)) return fault({ code: 'journal-corrupt', column: 1, why: 'it is not valid UTF-8' });
  const text = bytes.toString('utf8');
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    return fault(notJson(error));
  }
  const isEvent = (value: unknown): value is BatchEvent => validate(value);
  if (isEvent(data)) {
    if (seq === undefined || data.seq === seq) return { ok: true, event: data };
    const why = `it is event ${data.seq}, and event ${seq} is due`;
    return fault({ code: 'journal-corrupt', column: columnOfFault(text, '/seq'), why });
  }
  const [error] = validate.errors ?? [];
  const column = columnOfFault(text, error?.instancePath ?? '');
  const newer = newerForm(data, error?.instancePath ?? '');
  if (newer !== undefined) return fault({ code: 'journal-newer', column, why: newer });
  const where = error?.instancePath.slice(1).replaceAll('/', '.') || 'the event';
  const why = `${printableLine(where).slice(0, 100)} ${error?.message ?? 'is not of the form of one'}`;
  return fault({ code: 'journal-corrupt', column, why });
}

/**
 * Describes content that only a newer version can have written: an event of an unknown name with a number, or an unknown value
 * for a gate's result.
 *
 * @param pointer - to the part that does not have the format of an event
 */
function newerForm(data: unknown, pointer: string): string | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const { event, seq, schema, flags } = data as Readonly<Record<string, unknown>>;
  const place = /^\/flags\/(\d{1,4})$/u.exec(pointer)?.[1];
  const flag: unknown = place !== undefined && Array.isArray(flags) ? flags[Number(place)] : undefined;
  if (event === 'gate-ended' && typeof flag === 'string' && /^[a-z]+(?:-[a-z]+)*$/u.test(flag))
    return `it has a flag "${flag.slice(0, 60)}"`;
  const version =
    typeof schema === 'string' ? /^orchestrator\.batch-journal\/(\d{1,6})$/u.exec(schema)?.[1] : undefined;
  if (event === 'run-started' && version !== undefined && Number(version) > 1)
    return `its format is ${version}, but this version knows only 1`;
  const isUnknown = typeof event === 'string' && /^[a-z]+(?:-[a-z]+)*$/u.test(event) && !KNOWN.has(event);
  return isUnknown && Number.isInteger(seq) ? `it has an event "${event.slice(0, 60)}"` : undefined;
}

const KNOWN: ReadonlySet<string> = new Set<BatchEvent['event']>([
  'run-started',
  'baseline',
  'attempt-started',
  'attempt-process',
  'attempt-queued',
  'network-refused',
  'attempt-ended',
  'attempt-pinned',
  'claimed',
  'gate-ended',
  'merge-ready',
  'merged',
  'attempt-failed',
  'decision-asked',
  'executor-held',
  'phase-failed',
  'phase-reopened',
  'head-moved',
  'handed-over',
  'taken-back',
  'run-ended',
]);

function problemOf(
  { code, why, line, column }: LineFault & { readonly line: number },
  readable: number,
  file: string,
): Problem<ReadJournalCode> {
  const left =
    readable === 0
      ? 'Nothing before it is left'
      : `The ${readable === 1 ? 'event' : `${readable} events`} before it can be read`;
  if (code === 'journal-newer') {
    const message = `A newer version of orchestrator wrote this journal: ${why}. Nothing was changed.`;
    return { severity: 'error', code, message, file, line, column, hint: 'Install the newer version.' };
  }
  return {
    severity: 'error',
    code,
    message: `The journal is damaged in this line: ${why}. Nothing was changed.`,
    file,
    line,
    column,
    hint: `${left}. Restore the file from a backup; every attempt that left anything is still pinned under ${OWN_REFS}.`,
  };
}
