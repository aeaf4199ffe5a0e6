import { join } from 'node:path';
import { failure, type Result, success } from '../../diagnostics/index.ts';
import { readText } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';

/** The shells that completion is made for. */
export const COMPLETED_SHELLS = ['bash', 'zsh', 'fish'] as const;

/** What a shell is given, so that it asks this program what could come next. */
export function completionScript({ installation }: OperationContext, shell: string): Result<string> {
  const from = `completions/orchestrator.${shell}`;
  const read = readText(join(installation, from), 64 * 1024);
  if (read.kind === 'text') return success(read.text);
  return failure('environment', {
    severity: 'error',
    code: 'installation-damaged',
    message: `The installed program lacks its own file ${from}.`,
    hint: 'Install it again.',
  });
}
