import {
  closeSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { type Clock, systemClock } from './clock.ts';
import { entryKind, fileSize } from './paths.ts';
import { stagingName } from './write.ts';

/*
 * A process's output goes straight to a file, so it cannot be held back. When the file grows beyond its cap, it is emptied under
 * the process, which continues at its new end:
 *
 *   x.log ──over the cap──► x.log.head (its beginning, the first time)
 *                           x.log.tail (its end, every time)         ──settled──► x.log: head, a line, end
 *
 * Output written between the copy and the emptying is lost, and only that and the middle.
 */

/** The output file of a process, kept under a cap. */
export type CappedLog = {
  /** Total output so far, in bytes, kept or not: it grows whenever the process prints. */
  readonly bytes: () => number;
  /** Stops watching, and makes one file of the kept parts. To be called when no process writes any longer. */
  readonly settle: () => void;
};

/**
 * Keeps the output file of a process from filling the disk: the first and the last quarter of a cap are kept, and no more than
 * one such quarter is held in memory, for a moment. A process that prints 2 GB a second can exceed the cap by its output between
 * two checks.
 *
 * @param cap - in bytes
 */
export function capLog(file: string, cap: number, clock: Clock = systemClock): CappedLog {
  const quarter = Math.max(1, Math.floor(cap / 4));
  let dropped = 0;
  let last = 0;
  let callOff: () => void = () => {};
  const bytes = (): number => dropped + fileSize(file);
  const look = (): void => {
    const size = fileSize(file);
    // A file that cannot be cut now is checked again soon.
    if (size > cap)
      tryTo(() => {
        dropped += cut(file, quarter);
      });
    const grown = bytes() - last;
    last += grown;
    callOff = clock.alarm(grown > quarter ? LOOK_MS.flooded : LOOK_MS.calm, look);
  };
  callOff = clock.alarm(LOOK_MS.calm, look);
  return {
    bytes,
    settle: () => {
      callOff();
      // A log left in pieces, next to each other, is no reason to give up the work.
      tryTo(() => {
        if (fileSize(file) > cap) dropped += cut(file, quarter);
        settleLog(file);
      });
    },
  };
}

/**
 * Makes one file again of a log that was cut: its beginning, a line that says so, its end. A log that was not cut, or is already
 * settled, is left as it is. Also for the log of a process whose watcher died.
 */
export function settleLog(file: string): void {
  const { head, tail } = partsOf(file);
  if (entryKind(head) === 'absent') return;
  const quarter = fileSize(head);
  const rest = readEnd(file, quarter);
  const before = readEnd(tail, quarter - rest.length);
  const staged = join(dirname(file), stagingName());
  writeFileSync(staged, readEnd(head, quarter));
  for (const part of [NOTE, before, rest]) writeFileSync(staged, part, { flag: 'a' });
  renameSync(staged, file);
  rmSync(head, { force: true });
  rmSync(tail, { force: true });
}

const NOTE = '\n[... what was printed here is not kept: the log grew beyond its cap ...]\n';

/** The interval between two checks of a file, in milliseconds. */
const LOOK_MS = { calm: 100, flooded: 5 };

/** Copies a log's beginning (once) and its end to files of their own and empties it; returns its size in bytes. */
function cut(file: string, quarter: number): number {
  const { head, tail } = partsOf(file);
  const descriptor = openSync(file, 'r+');
  try {
    if (entryKind(head) === 'absent') tryTo(() => writeFileSync(head, readAt(descriptor, 0, quarter)));
    const { end, seen } = followEnd(descriptor, quarter);
    ftruncateSync(descriptor, 0);
    tryTo(() => writeFileSync(tail, end));
    return seen;
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Reads the end of a file that may be growing, until nothing is added during the read: anything written between that and the
 * emptying of the file is lost, and may be a process's last words.
 */
function followEnd(descriptor: number, most: number): { readonly end: Buffer; readonly seen: number } {
  let end: Buffer = Buffer.alloc(0);
  let seen = 0;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const { size } = fstatSync(descriptor);
    if (size <= seen) break;
    const from = Math.max(seen, size - most);
    const added = readAt(descriptor, from, most);
    end = from === seen ? Buffer.concat([end, added]).subarray(-most) : added;
    seen = from + added.length;
  }
  return { end, seen };
}

/** A process that writes faster than this can read cannot be caught up with. */
const MAX_ROUNDS = 50;

/** A full device, perhaps filled by this output, is one more reason to empty the log, and none to end the process. */
function tryTo(keep: () => void): void {
  try {
    keep();
  } catch {
    // The rest is lost.
  }
}

function partsOf(file: string): { readonly head: string; readonly tail: string } {
  return { head: `${file}.head`, tail: `${file}.tail` };
}

/** Returns the last bytes of a file, up to a limit; empty if there is no file. */
export function readEnd(file: string, most: number): Buffer {
  if (most <= 0 || entryKind(file) !== 'file') return Buffer.alloc(0);
  const descriptor = openSync(file, 'r');
  try {
    return readAt(descriptor, Math.max(0, fstatSync(descriptor).size - most), most);
  } finally {
    closeSync(descriptor);
  }
}

function readAt(descriptor: number, from: number, most: number): Buffer {
  const bytes = Buffer.allocUnsafe(most);
  let count = 0;
  for (let read = -1; read !== 0 && count < most; count += read) {
    read = readSync(descriptor, bytes, count, most - count, from + count);
  }
  return bytes.subarray(0, count);
}
