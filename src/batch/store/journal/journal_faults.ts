import type { Problem } from '../../../diagnostics/index.ts';

/** Why a journal is not read to its end. */
export type JournalFaultCode = 'journal-corrupt' | 'journal-newer' | 'journal-unfit' | 'journal-unreadable';

const FAULTS: ReadonlySet<string> = new Set<JournalFaultCode>([
  'journal-corrupt',
  'journal-newer',
  'journal-unfit',
  'journal-unreadable',
]);

/** Whether a problem means that the journal contains more than could be read: work that seems undone may be done. */
export function isJournalFault<Told extends Pick<Problem, 'code'>>(
  problem: Told,
): problem is Told & { readonly code: JournalFaultCode } {
  return FAULTS.has(problem.code);
}
