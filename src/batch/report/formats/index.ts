export { annotations } from './annotations.ts';
export { htmlReport } from './html/index.ts';
export { junitReport } from './junit.ts';
export { markdownReport, STEP_SUMMARY_LIMIT } from './markdown.ts';
export { placedFindings } from './places.ts';
export { rdjson } from './rdjson.ts';
export { textReport } from './report_text.ts';
export { sarifReport } from './sarif.ts';
export { networkWords, refusedHostsWords, remedyWords } from './words.ts';
