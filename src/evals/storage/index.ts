export { readAnswer, replyOf, saveAnswer } from './answer_store.ts';
export { evalIds, readEvalFile, readResults, writeEvalFile } from './eval_files.ts';
export { type EvalFolder, evalFile, evalFolder } from './eval_folder.ts';
