export { TASK_FORMATS } from './choose_importer.ts';
export { type ImportedTasks, importTasks } from './import_tasks.ts';
export type { ImportOptions, TaskCode, TaskFormat, TaskSource } from './types.ts';
