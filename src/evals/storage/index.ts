export { keepAnswer, readAnswer, replyOf } from './answers.ts';
export { evalIds, readEvalFile, writeEvalFile } from './eval_files.ts';
export { type EvalFolder, evalFile, evalFolder } from './folder.ts';
