export { type CheckFile, checkFiles } from './check_files.ts';
export { INPUTS_FILE } from './inputs.ts';
export { isStatedIn } from './is_stated_in.ts';
export type { Case } from './read_case.ts';
export { readCases } from './read_cases.ts';
export { type ScaffoldFile, scaffoldCase } from './scaffold.ts';
