export type { Palette } from './palette.ts';
export { showProgress } from './progress.ts';
export {
  type DocumentName,
  type DocumentOf,
  EXIT_CODES,
  emptyDocument,
  jsonDocument,
  problemsText,
  reportFailure,
} from './report.ts';
export { openTerminal, type Terminal } from './terminal.ts';
