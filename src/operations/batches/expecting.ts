import { expectedError } from '../../batch/index.ts';
import { failure, type Result } from '../../diagnostics/index.ts';

/** Does something that needs the disk and git; what they refuse is a failure, and no fault of the program. */
export async function expecting<Value>(work: () => Promise<Result<Value>>): Promise<Result<Value>> {
  try {
    return await work();
  } catch (error) {
    const expected = expectedError(error);
    if (expected === undefined) throw error;
    return failure('environment', expected);
  }
}
