import { namedOf, printableLine } from '../../../../lib/index.ts';
import { type AnswerBatchEvent, type AnswerBatchRequest, answerBatch } from '../../../../operations/index.ts';
import { runVerb } from '../../../run_verb.ts';
import type { CommandSetting, CommonOptions } from '../../declare.ts';

/** Flags of `batch answer`. */
export type AnswerFlags = CommonOptions & Pick<AnswerBatchRequest, 'yes'>;

/** Carries the command out. */
export function answerAction(
  request: CommonOptions & AnswerBatchRequest,
  setting: CommandSetting,
): Promise<void> {
  const { json = false } = request;
  return runVerb<'orchestrator.batch-answer/1', AnswerBatchEvent>(setting, {
    schema: 'orchestrator.batch-answer/1',
    json,
    asks: !json,
    isConsent: true,
    call: (port) => answerBatch(setting.context, request, port),
    show(event, { printText, say }) {
      if (event.kind === 'to-redo')
        return say(
          `Done under another answer (${printableLine(event.assumed)}): ${namedOf('phase', event.phases.map(printableLine))}\n`,
        );
      printText(answeredText(event));
    },
  });
}

function answeredText({
  batch,
  phase,
  undone,
  isAsAssumed,
  isReopened,
}: Extract<AnswerBatchEvent, { kind: 'answered' }>): string {
  const what = isAsAssumed
    ? `It already uses this answer: ${isReopened ? 'it waits again' : 'nothing is done again'}.`
    : undone.length > 0
      ? `To be done again: ${namedOf('phase', undone.map(printableLine))}.`
      : isReopened
        ? 'It waits again.'
        : 'Its next attempt gets the answer.';
  const next = isAsAssumed && !isReopened ? '' : `Next: orchestrator batch run ${batch}\n`;
  return `Answered for phase ${printableLine(phase.id)}. ${what}\n${next}`;
}
