import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import type { OperationContext } from '../context.ts';
import { makeDocument, type VerbResult, type WholeDocument } from '../document.ts';
import { configuredModel } from '../model.ts';
import type { Port } from '../port.ts';
import { type FilledPrompt, messagesOf, type Part } from './fill_framework.ts';
import {
  type FillingRequest,
  type GatherEvent,
  type GatherPromptCode,
  gatherPrompt,
} from './gather_prompt.ts';

/** A framework to fill, and the requested output format. */
export type FillRequest = FillingRequest & {
  readonly framework: string;
  readonly part: Part;
  readonly as: 'text' | 'messages' | 'openai';
  /** The model name for a request body. */
  readonly model?: string;
};

/** Events of filling a framework. */
export type FillEvent =
  | GatherEvent
  | {
      readonly kind: 'filled';
      readonly prompt: FilledPrompt;
      readonly part: Part;
      /** The text in the requested format. */
      readonly text: string;
    };

/** Fills the slots of a framework; asks for missing inputs if a person can be asked. */
export async function fill(
  context: OperationContext,
  request: FillRequest,
  port: Port<FillEvent>,
): Promise<VerbResult<'orchestrator.fill/1', GatherPromptCode | 'model-unused' | 'no-model'>> {
  const { part, as, model, ...filling } = request;
  if (model !== undefined && as !== 'openai') return failure('usage', MODEL_UNUSED);
  const gathered = await gatherPrompt(context, { ...filling, part }, port);
  if (!gathered.ok) return gathered;
  const { prompt } = gathered.value;
  const text = inForm(context, prompt, request);
  if (!text.ok) return text;
  await port.show({ kind: 'filled', prompt, part, text: text.value });
  return success(fillDocument(prompt, part, as));
}

function inForm(
  context: OperationContext,
  prompt: FilledPrompt,
  { part, as, model: named }: Pick<FillRequest, 'part' | 'as' | 'model'>,
): Result<string, 'no-model'> {
  const messages = messagesOf(prompt, part);
  if (as === 'text') return success(messages.map(({ content }) => content).join('\n'));
  if (as === 'messages') return success(`${JSON.stringify(messages, null, 2)}\n`);
  const model = configuredModel(context, named === undefined ? {} : { model: named });
  if (model === null) return failure('usage', NO_MODEL);
  return success(`${JSON.stringify({ model, messages }, null, 2)}\n`);
}

function fillDocument(
  prompt: FilledPrompt,
  part: Part,
  as: FillRequest['as'],
): WholeDocument<'orchestrator.fill/1'> {
  const { total, frame, inputs } = prompt.tokens[part];
  const messages = messagesOf(prompt, part);
  return makeDocument('orchestrator.fill/1', {
    ok: true,
    framework: prompt.name,
    part,
    tokens: { total, frame, inputs },
    leftOut: part === 'persona' ? [] : prompt.leftOut,
    text: as === 'text' ? messages.map(({ content }) => content).join('\n') : null,
    messages: as === 'text' ? null : messages,
    problems: prompt.problems,
  });
}

const MODEL_UNUSED: Problem<'model-unused'> = {
  severity: 'error',
  code: 'model-unused',
  message: '--model is part of a request body, and none is printed.',
  hint: 'Add --as openai, or remove --model; `orchestrator run` sends to a model.',
};

const NO_MODEL: Problem<'no-model'> = {
  severity: 'error',
  code: 'no-model',
  message: 'A request names its model, and none is configured for that endpoint.',
  hint: 'Add --model NAME, or run `orchestrator config set model NAME`.',
};
