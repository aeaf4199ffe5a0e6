import { join } from 'node:path';
import { nodeProgram } from '../platform/index.ts';
import type { OperationContext } from './context.ts';

/** The command that starts this program as another process, and the paths that it reads. */
export function ownProgram({ installation }: Pick<OperationContext, 'installation'>): {
  readonly argv: readonly [string, ...string[]];
  readonly reads: readonly string[];
} {
  return { argv: [nodeProgram(), join(installation, 'dist/main.js')], reads: [installation] };
}
