export { keepAnswer, readAnswer, replyOf } from './answers.ts';
export { evalIds, readEvalFile, readResults, writeEvalFile } from './eval_files.ts';
export { type EvalFolder, evalFile, evalFolder } from './folder.ts';
