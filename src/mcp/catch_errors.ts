import { type AnyCode, type Failure, failure, refusalOf } from '../diagnostics/index.ts';
import type { OperationContext } from '../operations/index.ts';

/** Runs work that should not throw. An error thrown anyway becomes a failure for the client and a line in the log. */
export async function catchErrors<Done>(
  work: () => Promise<Done>,
  { context, signal }: { readonly context: OperationContext; readonly signal: AbortSignal },
): Promise<Done | Failure<AnyCode>> {
  try {
    return await work();
  } catch (error) {
    // The client no longer waits for an answer.
    if (signal.aborted) throw error;
    for (const line of error instanceof Error ? (error.stack ?? '').split('\n') : [String(error)])
      context.log(line);
    const refusal = refusalOf(error);
    return refusal === undefined ? failure('problems', BUG) : failure('environment', refusal);
  }
}

/** Sent instead of a bug's own message, which could contain anything. */
const BUG = {
  severity: 'error',
  code: 'internal',
  message: 'This is a bug in orchestrator.',
  hint: 'Do the same on the command line with --debug, and report the trace.',
} as const;
