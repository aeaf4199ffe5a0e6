export { type ClosingOptions, closingText } from './closing_text.ts';
export { eventLine } from './event_line.ts';
export { liveLines } from './live_lines.ts';
export { heldLines, refusedLines, statusInWords, statusRows } from './status_rows.ts';
export { summaryText, usedText } from './summary_text.ts';
