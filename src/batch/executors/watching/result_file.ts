import { failure, type Result, success } from '../../../diagnostics/index.ts';
import { parseJson } from '../../../lib/index.ts';
import { entryKind, readText } from '../../../platform/index.ts';
import type { TaskResult } from '../../generated/batch.result.ts';
import { validateTaskResult } from '../../generated/validators.js';

/** Problems with a result file. */
export type ResultFault = 'result-missing' | 'result-refused' | 'result-corrupt' | 'result-foreign';

/**
 * Reads an executor's report about its work. It is only a claim: nothing that can be checked may be decided by it. A link is not
 * followed, and a file that names another attempt's token belongs to that attempt.
 *
 * @param options.token - of the attempt; a result without a token counts as its own
 */
export function readResult(
  file: string,
  options: { readonly token?: string } = {},
): Result<TaskResult, ResultFault> {
  if (entryKind(file) === 'link') return fault('result-refused', file, 'The result file is a link.');
  const read = readText(file, MAX_BYTES);
  if (read.kind === 'absent') return fault('result-missing', file, 'There is no result file.');
  if (read.kind === 'too-large') {
    return fault('result-refused', file, `The result file has ${read.bytes} bytes, more than ${MAX_BYTES}.`);
  }
  if (read.kind === 'not-a-file') return fault('result-refused', file, 'The result is not a file.');
  if (read.kind !== 'text')
    return fault('result-corrupt', file, `The result file cannot be read: ${read.why}.`);
  const value = parseJson(read.text);
  if (value === undefined) return fault('result-corrupt', file, 'The result file is not JSON.');
  if (!isResult(value)) {
    const [first] = validateTaskResult.errors ?? [];
    const what = `${first?.instancePath.slice(1) || 'the result'} ${first?.message ?? 'is wrong'}`;
    return fault('result-corrupt', file, `The result file does not have the right form: ${what}.`);
  }
  const isForeign = options.token !== undefined && value.token !== undefined && value.token !== options.token;
  return isForeign
    ? fault('result-foreign', file, 'The result file belongs to another attempt.')
    : success(value);
}

/** A report for a person is far smaller. */
const MAX_BYTES = 1024 * 1024;

function isResult(value: unknown): value is TaskResult {
  return validateTaskResult(value);
}

function fault(code: ResultFault, file: string, message: string) {
  return failure('problems', { severity: 'warning', code, message, file });
}
