import { type ExpectedErrorCode, expectedError } from '../../batch/index.ts';
import { failure, type Result } from '../../diagnostics/index.ts';

/** Does something that needs the disk and git; what they refuse is a failure, and no fault of the program. */
export async function expecting<Value, Code extends string = never>(
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
