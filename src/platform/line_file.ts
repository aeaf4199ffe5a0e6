import { closeSync, constants, fstatSync, openSync, readSync, writeSync } from 'node:fs';

/**
 * A file that other programs also write; each line is appended as a whole, and starts a new line whatever the others left open.
 */
export type LineFile = {
  /** Appends a line. One that cannot be written is lost, without further consequences. */
  readonly add: (line: string) => void;
  readonly close: () => void;
};

/**
 * Opens a file for appending lines, and creates it if missing; a link in its place is refused.
 *
 * @throws the system's error when it cannot be opened
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
        // A failed log is no reason to give up the logged work.
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
