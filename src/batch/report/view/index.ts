export type { BatchView, Paint } from './batch_view.ts';
export { eventLine, momentInWords, timeOfDay } from './event_line.ts';
export { finalReport, type ReportOptions } from './final_report.ts';
export { type LiveOptions, liveLines } from './live_lines.ts';
export { heldLines, refusedLines, standingInWords, statusRows } from './status_rows.ts';
export {
  countsInWords,
  questionsAsked,
  questionsInWords,
  standing,
  summaryText,
  usedInWords,
} from './summary.ts';
export { decisiveLog } from './which_log.ts';
