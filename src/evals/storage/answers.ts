import { join } from 'node:path';
import { printableLine } from '../../lib/index.ts';
import { findJson, withoutThinking } from '../../llm/index.ts';
import { readText, replaceFile, sha256 } from '../../platform/index.ts';
import { isRefusal, isStructured, type Question, type Reply } from '../asking/index.ts';
import type { KeptAnswer } from '../generated/eval.answer.ts';
import { validateKeptAnswer } from '../generated/validators.js';
import type { EvalFolder } from './folder.ts';

/** The largest answer that is kept, in bytes. */
const LARGEST = 64 * 1024 * 1024;

/** Where the answer to a question is kept: by what was asked and of whom, so that it is found whatever eval asks it. */
export function answerFile({ cache }: EvalFolder, question: string, by: string): string {
  const name = sha256(`${by}\0${question}`);
  return join(cache, name.slice(0, 2), `${name}.json`);
}

/** An answer that is kept; `undefined` where there is none, or none that is whole. */
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
 * @throws the system's error when it can't be written
 */
export async function keepAnswer(folder: EvalFolder, answer: Omit<KeptAnswer, 'schema'>): Promise<void> {
  const kept: KeptAnswer = { schema: 'orchestrator.eval-answer/1', ...answer };
  await replaceFile(
    answerFile(folder, answer.question, answer.by),
    `${JSON.stringify(kept, undefined, 2)}\n`,
  );
}

/** What an answer's text is: a text without what was thought before it, or data that was asked for. */
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
  return { kind: 'fault', reason: 'malformed', message: `The answer is not what was asked for: ${shown}.` };
}
