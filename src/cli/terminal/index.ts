export type { DocumentName, DocumentOf } from '../../operations/index.ts';
export type { Palette } from './palette.ts';
export { showProgress } from './progress.ts';
export {
  documentText,
  EXIT_CODES,
  emptyDocument,
  jsonDocument,
  problemsText,
  reportFailure,
} from './report.ts';
export { openTerminal, type Terminal } from './terminal.ts';
