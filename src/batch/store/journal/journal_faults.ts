import type { Problem } from '../../../diagnostics/index.ts';

/** The codes of everything for which a journal is not read to its end. */
const FAULTS: ReadonlySet<string> = new Set([
  'journal-corrupt',
  'journal-newer',
  'journal-unfit',
  'journal-unreadable',
]);

/** Whether a problem says that the journal tells of more than is known: what is not done by it may well be. */
export function isJournalFault({ code }: Pick<Problem, 'code'>): boolean {
  return FAULTS.has(code);
}
