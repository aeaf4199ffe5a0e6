import { success } from '../../diagnostics/index.ts';
import type { OperationContext } from '../context.ts';
import { makeDocument, type VerbResult } from '../document.ts';
import type { LocateProblemCode } from '../frameworks/locate_framework.ts';
import type { Port } from '../port.ts';
import { type EarlierRun, type EarlierRunProblemCode, readEarlierRun } from './earlier_runs.ts';
import { wholeAnswers } from './whole_answers.ts';

/** A request for an answer. */
export type AnswerRequest = {
  /** Its name, or its folder. */
  readonly framework: string;
  /** The name of the run (default: the last one). */
  readonly run?: string;
  /** Returns all messages, not only the last answer. */
  readonly all?: boolean;
};

/** Events of showing an earlier run. */
export type AnswerEvent = {
  readonly kind: 'answered';
  readonly earlier: EarlierRun;
  readonly answer: string | null;
  /** The messages that still count, in order. */
  readonly said: EarlierRun['run']['messages'];
};

/** Reports a model's answers in an earlier run. */
export async function reportAnswer(
  context: OperationContext,
  { framework: wanted, run: which, all = false }: AnswerRequest,
  port: Port<AnswerEvent>,
): Promise<VerbResult<'orchestrator.answer/1', EarlierRunProblemCode | LocateProblemCode>> {
  const read = await readEarlierRun(context, wanted, which);
  if (!read.ok) return read;
  const { run, shown } = read.value;
  const said = run.messages.filter(({ replaced }) => !replaced);
  const answer = wholeAnswers(said).at(-1) ?? null;
  await port.show({ kind: 'answered', earlier: read.value, answer, said });
  const { framework, model, outcome } = run;
  const messages = all ? said : [];
  return success(
    makeDocument('orchestrator.answer/1', {
      ...{ ok: true, framework, run: shown, model, outcome, answer, messages, problems: [] },
    }),
  );
}
