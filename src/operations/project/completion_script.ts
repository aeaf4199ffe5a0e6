import { join } from 'node:path';
import { failure, success } from '../../diagnostics/index.ts';
import { readText } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import { makeDocument, type VerbResult } from '../document.ts';
import type { Port } from '../port.ts';

/** The shells with completion support. */
export const COMPLETED_SHELLS = ['bash', 'zsh', 'fish'] as const;

/** Events of {@link reportCompletionScript}. */
export type CompletionEvent = { readonly kind: 'script'; readonly script: string };

/** Outputs the script that makes a shell ask this program for completions. */
export async function reportCompletionScript(
  { installation }: OperationContext,
  { shell }: { readonly shell: string },
  port: Port<CompletionEvent>,
): Promise<VerbResult<'orchestrator.completion/1', 'installation-damaged'>> {
  const from = `completions/orchestrator.${shell}`;
  const read = readText(join(installation, from), 64 * 1024);
  if (read.kind === 'text') {
    await port.show({ kind: 'script', script: read.text });
    const fields = { ok: true, shell, script: read.text, problems: [] };
    return success(makeDocument('orchestrator.completion/1', fields));
  }
  const damaged = failure('environment', {
    severity: 'error',
    code: 'installation-damaged',
    message: `The installation lacks the file ${from}.`,
    hint: 'Install it again.',
  });
  return { ...damaged, known: { shell } };
}
