import { dirname } from 'node:path';
import { makeFolders, readText, removeFile, replaceFile } from '../../../platform/index.ts';
import type { AttemptBeat } from '../../generated/batch.beat.ts';
import { validateAttemptBeat } from '../../generated/validators.js';

export type { AttemptBeat };

/** Reads the latest beat; `undefined` if there is none, or it cannot be read. */
export function readBeat(file: string): AttemptBeat | undefined {
  const read = readText(file, 64 * 1024);
  if (read.kind !== 'text') return undefined;
  try {
    const value: unknown = JSON.parse(read.text);
    return isBeat(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Writes beats, one after the other. A beat that cannot be written is skipped: no attempt ends for it. */
export function beatWriter(file: string): {
  readonly beat: (beat: Omit<AttemptBeat, 'schema'>) => void;
  /** Removes the file. */
  readonly end: () => Promise<void>;
} {
  let writing = Promise.resolve();
  return {
    beat: (beat) => {
      const text = `${JSON.stringify({ schema: 'orchestrator.attempt-beat/1', ...beat })}\n`;
      writing = writing.then(() => write(file, text));
    },
    end: async () => {
      await writing;
      try {
        removeFile(file);
      } catch {
        // Its age is visible to a reader.
      }
    },
  };
}

async function write(file: string, text: string): Promise<void> {
  try {
    makeFolders(dirname(file));
    await replaceFile(file, text);
  } catch {
    // The age of the previous beat is visible to a reader.
  }
}

function isBeat(value: unknown): value is AttemptBeat {
  return validateAttemptBeat(value);
}
