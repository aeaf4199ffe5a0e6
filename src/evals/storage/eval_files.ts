import { join } from 'node:path';
import { failure, type Result, success } from '../../diagnostics/index.ts';
import { parseJson } from '../../lib/index.ts';
import {
  createFile,
  describeSystemError,
  displayPath,
  entryKind,
  namesIn,
  readText,
  replaceFile,
  sha256,
} from '../../platform/index.ts';
import type { EvalProblemCode } from '../eval_problem.ts';
import type { EvalExport } from '../generated/eval.export.ts';
import type { EvalSetup } from '../generated/eval.setup.ts';
import type { EvalResults } from '../generated/eval.ts';
import { validateEvalExport, validateEvalResults, validateEvalSetup } from '../generated/validators.js';
import { EARLIER_IGNORES_HASH, EVAL_IGNORES, type EvalFolder, evalFile } from './eval_folder.ts';

/** The largest file of an eval that is read, in bytes. */
const LARGEST = 256 * 1024 * 1024;

/** The kept files of an eval, with their contents. */
type Kept = {
  readonly setup: EvalSetup;
  readonly export: EvalExport;
  readonly results: EvalResults;
  readonly summary: EvalResults;
};

const FORMS = {
  setup: { file: 'setup.json', validate: validateEvalSetup },
  export: { file: 'export.json', validate: validateEvalExport },
  results: { file: 'results.json', validate: validateEvalResults },
  summary: { file: 'summary.json', validate: validateEvalResults },
} as const;

/** Writes a file of an eval completely or not at all. @returns the obstacle */
export async function writeEvalFile(
  folder: EvalFolder,
  id: string,
  file: Parameters<typeof evalFile>[2],
  text: string,
): Promise<Result<undefined, EvalProblemCode>> {
  const path = evalFile(folder, id, file);
  try {
    await writeIgnores(join(folder.root, '.gitignore'));
    await replaceFile(path, text);
    return success(undefined);
  } catch (error) {
    return failure('environment', {
      severity: 'error',
      code: 'eval-state-unwritable',
      message: `The state of the eval cannot be written: ${describeSystemError(error)}.`,
      file: path,
      hint: 'Make room or give permission there, then run this again: it continues where it stopped.',
    });
  }
}

/** Writes the ignore file, unless a person wrote or changed it. */
async function writeIgnores(path: string): Promise<void> {
  const kind = entryKind(path);
  if (kind === 'absent') await createFile(path, EVAL_IGNORES);
  const read = kind === 'file' ? readText(path, 64 * 1024, 'keep') : undefined;
  if (read?.kind === 'text' && sha256(read.text) === EARLIER_IGNORES_HASH)
    await replaceFile(path, EVAL_IGNORES);
}

/** Reads a file of an eval; `undefined` if it is absent. */
export function readEvalFile<Name extends keyof Kept>(
  folder: EvalFolder,
  id: string,
  name: Name,
  cwd: string,
): Result<Kept[Name] | undefined, EvalProblemCode> {
  const { file, validate } = FORMS[name];
  const path = evalFile(folder, id, file);
  const read = readText(path, LARGEST);
  if (read.kind === 'absent') return success(undefined);
  const value = read.kind === 'text' ? parseJson(read.text) : undefined;
  if (value !== undefined && validate(value)) return success(value as Kept[Name]);
  return failure('problems', {
    severity: 'error',
    code: 'eval-state-damaged',
    message: 'The file was not written by an eval.',
    file: displayPath(cwd, path),
    hint: 'Move it away.',
  });
}

/** The results of an eval; without their texts if only the summary came from version control. */
export function readResults(
  folder: EvalFolder,
  id: string,
  cwd: string,
): Result<EvalResults | undefined, EvalProblemCode> {
  const results = readEvalFile(folder, id, 'results', cwd);
  return results.ok && results.value === undefined ? readEvalFile(folder, id, 'summary', cwd) : results;
}

/** The ids of a project's evals, sorted. */
export function evalIds({ root }: EvalFolder): string[] {
  return namesIn(root).filter((name) => /^[0-9a-f]{16}$/u.test(name));
}
