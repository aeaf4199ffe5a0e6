import { join } from 'node:path';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { parseRun, RUNS_FOLDER, type Run } from '../../framework/index.ts';
import { displayPath, entryKind, namesIn, readText, remedyFor } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import { type LocateProblemCode, locateFramework } from '../frameworks/locate_framework.ts';

/** A recorded run. */
export type EarlierRun = {
  /** The path as the user would write it. */
  readonly shown: string;
  readonly run: Run;
};

export type EarlierRunProblemCode = 'no-run' | 'run-unreadable';

/** The largest transcript that is read, in bytes. */
const LARGEST = 64 * 1024 * 1024;

/**
 * Reads an earlier run of a framework.
 *
 * @param which - the name of its file, with or without the ending; if missing, the last one
 */
export async function readEarlierRun(
  context: OperationContext,
  framework: string,
  which?: string,
): Promise<Result<EarlierRun, EarlierRunProblemCode | LocateProblemCode>> {
  const place = locateFramework(context, framework);
  if (!place.ok) return place;
  const folder = join(place.value.folder, RUNS_FOLDER);
  const files = entryKind(folder) === 'folder' ? namesIn(folder).filter((name) => RUN_FILE.test(name)) : [];
  // Names begin with the time, so the last by name is the latest.
  const file =
    which === undefined
      ? files.sort().at(-1)
      : files.find((name) => name === which || name === `${which}.json`);
  const shownFolder = displayPath(context.cwd, folder);
  if (file === undefined) return failure('usage', noRun(shownFolder, files, which));
  const path = join(folder, file);
  const shown = displayPath(context.cwd, path);
  const read = readText(path, LARGEST);
  if (read.kind === 'unreadable')
    return failure('environment', { ...notRead(shown, read.why), ...remedyFor(read.why) });
  if (read.kind !== 'text') return failure('problems', notRead(shown, 'it cannot be read as text'));
  const run = await parseRun(read.text);
  return run === undefined
    ? failure('problems', notRead(shown, 'it is not a record of a run'))
    : success({ shown, run });
}

const RUN_FILE = /^\d{8}T\d{6}Z-\d{2,}\.json$/u;

function noRun(
  folder: string,
  files: readonly string[],
  which: string | undefined,
): Problem<EarlierRunProblemCode> {
  const runs = files.slice(-5).map((name) => name.replace(/\.json$/u, ''));
  return {
    severity: 'error',
    code: 'no-run',
    message:
      which === undefined || files.length === 0
        ? 'No run of this framework was recorded.'
        : `There is no run ${JSON.stringify(which.slice(0, 100))}.`,
    file: folder,
    hint:
      runs.length === 0
        ? '`orchestrator run` sends it and records the run.'
        : `The latest are: ${runs.join(', ')}.`,
  };
}

function notRead(file: string, why: string): Problem<EarlierRunProblemCode> {
  return {
    severity: 'error',
    code: 'run-unreadable',
    message: `The run cannot be read: ${why}.`,
    file,
    hint: 'Name another one with --run, or run the framework again.',
  };
}
