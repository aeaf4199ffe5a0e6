import { type ExpectedErrorCode, expectedError } from '../../batch/index.ts';
import { failure, type Result } from '../../diagnostics/index.ts';

/** Runs a callback that uses the disk and git; their expected errors become a failure instead of a bug. */
export async function catchRefusals<Value, Code extends string = never>(
  work: () => Promise<Result<Value, Code>>,
): Promise<Result<Value, Code | ExpectedErrorCode>> {
  try {
    return await work();
  } catch (error) {
    const expected = expectedError(error);
    if (expected === undefined) throw error;
    return failure('environment', expected);
  }
}
