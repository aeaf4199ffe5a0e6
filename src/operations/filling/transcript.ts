import { join } from 'node:path';
import { failure, type Result, success } from '../../diagnostics/index.ts';
import { printRun, RUNS_FOLDER, type Run, runFile } from '../../framework/index.ts';
import {
  createFile,
  describeSystemError,
  displayPath,
  entryKind,
  replaceFile,
} from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';

/** The file that records a run. */
export type Transcript = {
  /** The path as the user would write it. */
  readonly shown: string;
  /** Replaces the recorded state with the current one. */
  readonly save: (run: Run) => Promise<Result<'saved', TranscriptProblemCode>>;
};

export type TranscriptProblemCode = 'transcript-not-written';

/** Only the owner can read it: prompts may contain anything. */
const PRIVATE = 0o600;

/**
 * Starts the transcript of a run in the framework's folder, under a unique name. It is created before anything is
 * sent, so that a killed run leaves a trace.
 *
 * @param started - milliseconds since 1970 UTC
 */
export async function startTranscript(
  { cwd }: OperationContext,
  framework: string,
  { run, started }: { readonly run: Run; readonly started: number },
): Promise<Result<Transcript, TranscriptProblemCode>> {
  const folder = join(framework, RUNS_FOLDER);
  const shown = displayPath(cwd, folder);
  const kind = entryKind(folder);
  if (kind !== 'absent' && kind !== 'folder') return notWritten(shown, 'it is not a folder');
  try {
    for (let number = 1; ; number++) {
      const path = join(folder, runFile(started, number));
      if ((await createFile(path, printRun(run), PRIVATE)) === 'exists') continue;
      // Transcripts contain the material: a person decides whether they go into version control.
      await createFile(join(folder, '.gitignore'), '*\n');
      return success({
        shown: displayPath(cwd, path),
        save: (next) => save(path, displayPath(cwd, path), next),
      });
    }
  } catch (error) {
    return notWritten(shown, describeSystemError(error));
  }
}

async function save(path: string, shown: string, run: Run): Promise<Result<'saved', TranscriptProblemCode>> {
  try {
    await replaceFile(path, printRun(run), PRIVATE);
    return success('saved');
  } catch (error) {
    return notWritten(shown, describeSystemError(error));
  }
}

function notWritten(file: string, why: string): Result<never, TranscriptProblemCode> {
  return failure('environment', {
    severity: 'error',
    code: 'transcript-not-written',
    message: `The transcript cannot be written: ${why}.`,
    file,
    hint: 'Make room or give permission there, or skip it with --no-transcript.',
  });
}
