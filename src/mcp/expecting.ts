import { type AnyCode, type Failure, failure, refusalOf } from '../diagnostics/index.ts';
import type { OperationContext } from '../operations/index.ts';

/** Does work in which nothing should be thrown. What is thrown all the same is a failure for the client, and a line in the log. */
export async function expecting<Done>(
  work: () => Promise<Done>,
  { context, signal }: { readonly context: OperationContext; readonly signal: AbortSignal },
): Promise<Done | Failure<AnyCode>> {
  try {
    return await work();
  } catch (error) {
    // Nobody waits for an answer.
    if (signal.aborted) throw error;
    for (const line of error instanceof Error ? (error.stack ?? '').split('\n') : [String(error)])
      context.log(line);
    const refusal = refusalOf(error);
    return refusal === undefined ? failure('problems', BUG) : failure('environment', refusal);
  }
}

/** Nobody knows what the message of a bug holds. */
const BUG = {
  severity: 'error',
  code: 'internal',
  message: 'This is a bug in orchestrator.',
  hint: 'Do the same on the command line with --debug, and report the trace.',
} as const;
