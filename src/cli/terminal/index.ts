export type { Palette } from './palette.ts';
export { showProgress } from './progress.ts';
export { EXIT_CODES, jsonDocument, problemsText, reportFailure } from './report.ts';
export { openTerminal, type Terminal } from './terminal.ts';
