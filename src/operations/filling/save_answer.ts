import { resolve } from 'node:path';
import { failure, type Result, success } from '../../diagnostics/index.ts';
import { createFile, describeSystemError, displayPath, remedyFor } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';

export type SaveAnswerProblemCode = 'answer-empty' | 'file-exists' | 'file-not-written';

/** Writes an answer to a new file. Returns its path as the user would write it. */
export async function saveAnswer(
  { cwd }: OperationContext,
  file: string,
  text: string,
): Promise<Result<string, SaveAnswerProblemCode>> {
  const path = resolve(cwd, file);
  const shown = displayPath(cwd, path);
  const problem = (code: SaveAnswerProblemCode, message: string) =>
    ({ severity: 'error', code, message, file: shown }) as const;
  if (text === '') return failure('usage', problem('answer-empty', 'There is no answer to save.'));
  try {
    const outcome = await createFile(path, text.endsWith('\n') ? text : `${text}\n`);
    if (outcome === 'created') return success(shown);
    return failure('usage', problem('file-exists', 'The file already exists; it was left unchanged.'));
  } catch (error) {
    const why = describeSystemError(error);
    const fault = problem('file-not-written', `The answer cannot be written: ${why}.`);
    return failure('environment', { ...fault, ...remedyFor(why) });
  }
}
