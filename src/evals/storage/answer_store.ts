import { join } from 'node:path';
import { printableLine } from '../../lib/index.ts';
import { findJson, withoutThinking } from '../../llm/index.ts';
import { readText, replaceFile, sha256 } from '../../platform/index.ts';
import { isRefusal, isStructured, type Question, type Reply } from '../asking/index.ts';
import type { KeptAnswer } from '../generated/eval.answer.ts';
import { validateKeptAnswer } from '../generated/validators.js';
import type { EvalFolder } from './eval_folder.ts';

/** The largest answer that is kept, in bytes. */
const LARGEST = 64 * 1024 * 1024;

/** The file of a kept answer, named after the question and the model, so that every eval finds it. */
export function answerFile({ cache }: EvalFolder, question: string, by: string): string {
  const name = sha256(`${by}\0${question}`);
  return join(cache, name.slice(0, 2), `${name}.json`);
}

/** A kept answer; `undefined` if there is none, or an incomplete one. */
export function readAnswer(folder: EvalFolder, question: string, by: string): KeptAnswer | undefined {
  const read = readText(answerFile(folder, question, by), LARGEST);
  if (read.kind !== 'text') return undefined;
  try {
    const kept: unknown = JSON.parse(read.text);
    if (!validateKeptAnswer(kept)) return undefined;
    const answer = kept as KeptAnswer;
    return answer.question === question && answer.by === by ? answer : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Keeps an answer.
 *
 * @throws the system's error if it cannot be written
 */
export async function saveAnswer(folder: EvalFolder, answer: Omit<KeptAnswer, 'schema'>): Promise<void> {
  const kept: KeptAnswer = { schema: 'orchestrator.eval-answer/1', ...answer };
  await replaceFile(
    answerFile(folder, answer.question, answer.by),
    `${JSON.stringify(kept, undefined, 2)}\n`,
  );
}

/** Parses an answer's text: a text without the reasoning before it, or the data that was asked for. */
export function replyOf({ kind, faultsOf }: Question, text: string): Reply {
  const said = withoutThinking(text);
  if (said.trim() === '') return { kind: 'fault', reason: 'empty', message: 'The answer is empty.' };
  if (kind === 'answer' && isRefusal(said)) {
    const words = printableLine(said.trim());
    return { kind: 'fault', reason: 'refused', message: `The model refused to answer: "${words}"` };
  }
  if (!isStructured(kind)) return { kind: 'text', text: said };
  const json = findJson(text);
  const faults = json.found ? faultsOf(json.value) : [json.problem];
  if (json.found && faults.length === 0) return { kind: 'data', data: json.value };
  const shown = faults.slice(0, 5).join('; ');
  return {
    kind: 'fault',
    reason: 'malformed',
    message: `The answer does not have the requested form: ${shown}.`,
  };
}
