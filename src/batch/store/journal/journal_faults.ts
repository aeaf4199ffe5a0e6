import type { Problem } from '../../../diagnostics/index.ts';

/** Why a journal is not read to its end. */
export type JournalFaultCode = 'journal-corrupt' | 'journal-newer' | 'journal-unfit' | 'journal-unreadable';

const FAULTS: ReadonlySet<string> = new Set<JournalFaultCode>([
  'journal-corrupt',
  'journal-newer',
  'journal-unfit',
  'journal-unreadable',
]);

/** Whether a problem says that the journal tells of more than is known: what is not done by it may well be. */
export function isJournalFault<Told extends Pick<Problem, 'code'>>(
  problem: Told,
): problem is Told & { readonly code: JournalFaultCode } {
  return FAULTS.has(problem.code);
}
