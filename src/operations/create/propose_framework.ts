import { join, resolve } from 'node:path';
import { checkName, DEFAULT_OUTPUT, isSentence } from '../../framework/index.ts';
import { entryKind } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import type { Workspace } from '../workspace.ts';
import type { ProposalRequest, Proposed } from './proposal.ts';

/** Proposes goal, variant, name and settings for a sentence. Writes nothing. */
export async function proposeFramework(workspace: Workspace, request: ProposalRequest): Promise<Proposed> {
  const { propose } = await import('./propose.ts');
  return propose(workspace, request);
}

/** Whether a text given as a framework's name is a sentence about the work, and no framework of that name exists. */
export function isProposable({ cwd }: OperationContext, text: string, output: string | undefined): boolean {
  if (!isSentence(text)) return false;
  const name = checkName(text);
  return !name.ok || entryKind(join(resolve(cwd, output ?? DEFAULT_OUTPUT), name.value)) === 'absent';
}
