import { closeSync, constants, fstatSync, openSync, readSync, writeSync } from 'node:fs';

/** A file that others write to as well; each line goes to its end as a whole, and begins one, whatever the others have left open. */
export type LineFile = {
  /** Adds a line. One that can't be written is lost, and no more than that. */
  readonly add: (line: string) => void;
  readonly close: () => void;
};

/**
 * Opens a file to add lines to, and makes it if it is not there; a link in its place is refused.
 *
 * @throws the system's error where it can't be opened
 */
export function openLineFile(file: string): LineFile {
  const { O_RDWR, O_CREAT, O_APPEND, O_NOFOLLOW } = constants;
  const descriptor = openSync(file, O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW, 0o666);
  let isOpen = true;
  return {
    add(line) {
      if (!isOpen) return;
      try {
        writeSync(descriptor, `${isInLine(descriptor) ? '\n' : ''}${line}\n`);
      } catch {
        // A log is no reason to give up what it tells of.
      }
    },
    close() {
      if (isOpen) closeSync(descriptor);
      isOpen = false;
    },
  };
}

function isInLine(descriptor: number): boolean {
  const { size } = fstatSync(descriptor);
  const last = Buffer.alloc(1);
  return size > 0 && readSync(descriptor, last, 0, 1, size - 1) === 1 && last[0] !== NEWLINE;
}

const NEWLINE = 10;
