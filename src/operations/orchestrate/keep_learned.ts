import { projectRoot, readMemory } from '../../context/index.ts';
import type { Problem } from '../../diagnostics/index.ts';
import { countOf } from '../../lib/index.ts';
import type { OperationContext } from '../context.ts';
import { learn } from '../memory/learn.ts';
import { neverAsks, type Port } from '../port.ts';
import type { LearnProposal } from './overcome.ts';

/** What became of proposals: the names of the facts that were kept, and what was in the way of others. */
export type KeptLearned = { readonly kept: readonly string[]; readonly problems: readonly Problem[] };

/** The proposals that the memory does not have: not kept before, and not forgotten either. */
export function newProposals(
  { cwd }: OperationContext,
  proposals: readonly LearnProposal[],
): readonly LearnProposal[] {
  const known = new Set(readMemory(projectRoot(cwd), { all: true }).facts.map(({ text }) => text));
  return proposals.filter(({ text }) => !known.has(text));
}

/**
 * Keeps what was proposed, once a person has said yes. Consent to run commands is none to this.
 *
 * @param options.isAgreed - whether somebody has said so beforehand; else, where nobody can be asked, nothing is kept
 */
export async function keepLearned(
  context: OperationContext,
  proposals: readonly LearnProposal[],
  {
    batch,
    isAgreed,
    port,
  }: {
    readonly batch: number;
    readonly isAgreed: boolean;
    readonly port: Pick<Port, 'canAsk' | 'confirm'>;
  },
): Promise<KeptLearned> {
  if (proposals.length === 0 || !(isAgreed || (await agrees(proposals.length, port))))
    return { kept: [], problems: [] };
  const kept: string[] = [];
  const problems: Problem[] = [];
  for (const { phase, text } of proposals) {
    const source = `batch ${batch}, phase ${phase}`;
    const learned = await learn(context, { text, kind: 'failure', source }, neverAsks());
    if (learned.ok) kept.push(...learned.value.facts.map(({ id }) => id));
    else problems.push(...learned.problems.map((problem): Problem => ({ ...problem, severity: 'warning' })));
  }
  return { kept, problems };
}

async function agrees(count: number, port: Pick<Port, 'canAsk' | 'confirm'>): Promise<boolean> {
  if (!(await port.canAsk())) return false;
  const answer = await port.confirm({ message: `Keep ${countOf(count, 'fact')} in the project's memory?` });
  return answer.kind === 'answer' && answer.value;
}
