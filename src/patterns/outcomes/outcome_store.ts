import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import {
  createFile,
  describeSystemError,
  isWithin,
  makeFolders,
  namesIn,
  openAppendLog,
  readText,
  systemErrorCode,
  waitForLock,
} from '../../platform/index.ts';
import type { PatternOutcome } from '../generated/pattern.outcome.ts';
import { validatePatternOutcome } from '../generated/validators.js';

/** The folder of outcomes, from the project's root: one file for each machine, so that nothing has to be merged. */
export const OUTCOMES_FOLDER = '.orchestrator/outcomes';

/** Codes of problems with outcomes. */
export type OutcomeProblemCode =
  | 'outcome-not-written'
  | 'outcome-unreadable'
  | 'outcome-torn'
  | 'outcome-outside';

/** The outcomes kept of a project's runs, with problems for those that could not be read. */
export type KeptOutcomes = {
  readonly outcomes: readonly PatternOutcome[];
  readonly problems: readonly Problem<OutcomeProblemCode>[];
};

/** Some 100,000 runs. */
const LARGEST = 64 * 1024 * 1024;
const MAX_TOLD = 10;

/** Reads the outcomes recorded by all machines. A line that cannot be read is reported and skipped; nothing is written. */
export function readOutcomes(root: string): KeptOutcomes {
  const folder = join(root, OUTCOMES_FOLDER);
  if (!isWithin(root, folder)) return { outcomes: [], problems: [outside()] };
  const outcomes: PatternOutcome[] = [];
  const problems: Problem<OutcomeProblemCode>[] = [];
  for (const name of namesIn(folder).filter((each) => each.endsWith('.ndjson'))) {
    const file = `${OUTCOMES_FOLDER}/${name}`;
    const read = isWithin(root, join(folder, name)) ? readText(join(folder, name), LARGEST) : undefined;
    if (read?.kind !== 'text') {
      const why =
        read === undefined
          ? 'a link leads out of the project'
          : read.kind === 'too-large'
            ? `it has more than ${LARGEST} bytes`
            : 'it is not a text file';
      problems.push(unreadable(file, undefined, `The outcomes cannot be read: ${why}.`));
      continue;
    }
    const lines = read.text.split('\n');
    const torn = lines.pop() ?? '';
    for (const [at, line] of lines.entries()) {
      const outcome = outcomeOf(line);
      if (outcome !== undefined) outcomes.push(outcome);
      else if (line.trim() !== '')
        problems.push(unreadable(file, at + 1, 'This line is not an outcome, and was skipped.'));
    }
    if (torn !== '')
      problems.push({
        severity: 'warning',
        code: 'outcome-torn',
        message: 'The last line is incomplete, since writing was interrupted; it was skipped.',
        ...{ file, line: lines.length + 1 },
        hint: 'The next outcome recorded on this machine removes it.',
      });
  }
  const shown = problems.slice(0, MAX_TOLD);
  if (problems.length > shown.length)
    shown.push(
      unreadable(
        OUTCOMES_FOLDER,
        undefined,
        `And ${problems.length - shown.length} more lines could not be read.`,
      ),
    );
  return { outcomes, problems: shown };
}

function outcomeOf(line: string): PatternOutcome | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return validatePatternOutcome(value) ? (value as PatternOutcome) : undefined;
  } catch {
    return undefined;
  }
}

/** The place of a recording: the project, and the user's folder. */
export type Recorder = {
  readonly root: string;
  /** The place of the name of this machine; without one, it is nameless. */
  readonly userFolder: string | null;
  readonly signal: AbortSignal;
};

/** Adds an outcome; it is on the disk when this returns. Other writers are waited for. */
export async function recordOutcome(
  { root, userFolder, signal }: Recorder,
  outcome: PatternOutcome,
): Promise<Result<{ readonly file: string; readonly isNew: boolean }, OutcomeProblemCode>> {
  const folder = join(root, OUTCOMES_FOLDER);
  if (!isWithin(root, folder)) return failure('problems', outside());
  try {
    const name = `${await machineName(userFolder)}.ndjson`;
    const file = `${OUTCOMES_FOLDER}/${name}`;
    if (!isWithin(root, join(folder, name))) return failure('problems', outside());
    makeFolders(folder);
    const lock = await waitForLock(join(root, '.orchestrator', 'locks', 'outcomes'), signal);
    if (lock === undefined) return failure('interrupted', notWritten('it was interrupted'));
    try {
      const known = readText(join(folder, name), LARGEST);
      if (known.kind === 'too-large')
        return failure('problems', notWritten(`${file} has more than ${LARGEST} bytes`));
      const line = JSON.stringify(outcome);
      // Recording the same outcome again adds nothing.
      const before = known.kind === 'text' ? lastOfRun(known.text, outcome.run) : undefined;
      if (before !== undefined && sameWord(before, outcome)) return success({ file, isNew: false });
      const { log } = openAppendLog(join(folder, name));
      try {
        await log.append(line, 'durable');
      } finally {
        log.close();
      }
      return success({ file, isNew: true });
    } finally {
      lock.release();
    }
  } catch (error) {
    if (systemErrorCode(error) === '') throw error;
    return failure('environment', notWritten(describeSystemError(error)));
  }
}

function lastOfRun(text: string, run: string): PatternOutcome | undefined {
  return text
    .split('\n')
    .slice(0, -1)
    .filter((line) => line.includes(run))
    .flatMap((line) => outcomeOf(line) ?? [])
    .findLast((outcome) => outcome.run === run);
}

function sameWord(one: PatternOutcome, other: PatternOutcome): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** A random name that says nothing about the machine or its user. */
async function machineName(userFolder: string | null): Promise<string> {
  if (userFolder === null) return 'nameless';
  const path = join(userFolder, 'machine');
  const own = () => {
    const read = readText(path, 200);
    const name = read.kind === 'text' ? read.text.trim() : '';
    return /^[0-9a-f]{12}$/u.test(name) ? name : undefined;
  };
  const known = own();
  if (known !== undefined) return known;
  const name = randomUUID().replaceAll('-', '').slice(0, 12);
  makeFolders(userFolder);
  if ((await createFile(path, `${name}\n`)) === 'created') return name;
  return own() ?? 'nameless';
}

function unreadable(file: string, line: number | undefined, message: string): Problem<OutcomeProblemCode> {
  return {
    severity: 'warning',
    code: 'outcome-unreadable',
    message,
    file,
    ...(line === undefined ? {} : { line }),
    hint: 'Fix it by hand, or remove it; the other lines are used.',
  };
}

function notWritten(why: string): Problem<OutcomeProblemCode> {
  return {
    severity: 'error',
    code: 'outcome-not-written',
    message: `The outcome cannot be recorded: ${why}.`,
    file: OUTCOMES_FOLDER,
    hint: 'Fix that and run the batch again: it only has to record the outcome.',
  };
}

function outside(): Problem<OutcomeProblemCode> {
  return {
    severity: 'error',
    code: 'outcome-outside',
    message: 'A link leads out of the project; nothing was read or written there.',
    file: OUTCOMES_FOLDER,
    hint: 'Remove the link.',
  };
}
