import { projectRoot, readMemory } from '../../context/index.ts';
import type { Problem } from '../../diagnostics/index.ts';
import { countOf } from '../../lib/index.ts';
import type { OperationContext } from '../context.ts';
import { learn } from '../memory/learn.ts';
import { neverAsks, type Port } from '../port.ts';
import type { LearnProposal } from './overcome_failures.ts';

/** The outcome of proposals: the names of the facts that were kept, and the problems with others. */
export type SavedProposals = { readonly kept: readonly string[]; readonly problems: readonly Problem[] };

/** The proposals that are new to the memory: neither kept before nor forgotten. */
export function newProposals(
  { cwd }: OperationContext,
  proposals: readonly LearnProposal[],
): readonly LearnProposal[] {
  const known = new Set(readMemory(projectRoot(cwd), { all: true }).facts.map(({ text }) => text));
  return proposals.filter(({ text }) => !known.has(text));
}

/**
 * Keeps proposals, after a person has agreed. Consent to run commands does not cover this.
 *
 * @param options.isAgreed - whether consent was given beforehand; otherwise nothing is kept if nobody can be asked
 */
export async function saveProposals(
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
): Promise<SavedProposals> {
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
