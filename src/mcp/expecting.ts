import { type AnyCode, type Failure, failure } from '../diagnostics/index.ts';
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
    return failure(...causeOf(error));
  }
}

/** A full disk or a missing permission is the machine's; anything else is a bug, and nobody knows what its message holds. */
function causeOf(error: unknown): Parameters<typeof failure> {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (/^E[A-Z]{2,}$/u.test(code))
    return [
      'environment',
      {
        severity: 'error',
        code: 'machine-refused',
        message: `This machine could not do it (${code}).`,
        hint: 'Make room or give permission, then call it again.',
      },
    ];
  return [
    'problems',
    {
      severity: 'error',
      code: 'internal',
      message: 'This is a bug in orchestrator.',
      hint: 'Do the same on the command line with --debug, and report the trace.',
    },
  ];
}
