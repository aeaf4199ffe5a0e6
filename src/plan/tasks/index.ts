export { TASK_FORMATS } from './choose_importer.ts';
export { type ImportNotes, importNotesText, type WithoutNotes, withoutImportNotes } from './import_notes.ts';
export { type ImportedTasks, importTasks } from './import_tasks.ts';
export type {
  ImportOptions,
  SectionOutcome,
  TaskCode,
  TaskFormat,
  TaskProblem,
  TaskSource,
} from './importer.ts';
export { REASONS_TOLD } from './order_notes.ts';
export { hasOwnNames } from './own_names.ts';
export {
  type DocumentReading,
  type ReadDocumentCode,
  readDocument,
} from './read_document.ts';
export { type PossibleList, possibleLists } from './task_list.ts';
export { type DonePhaseName, type TickedTasks, tickTasks } from './tick_tasks.ts';
