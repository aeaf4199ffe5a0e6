export { type Journal, type JournalProblemCode, type LineLog, openJournal } from './journal.ts';
export { isJournalFault } from './journal_faults.ts';
export { type JournalRead, type ReadJournalCode, readJournal } from './read_journal.ts';
