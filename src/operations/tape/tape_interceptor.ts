import type { Interceptor, Outcome, SentRequest, TryFailure, TryOutcome } from '../../llm/index.ts';
import type { Facts, Player, Recorder } from '../../tape/index.ts';
import type { TapeInUse } from '../context.ts';

type Ping = Parameters<Interceptor['models']>[1] extends () => Promise<infer Answer> ? Answer : never;

/** The layer between a model's port and its endpoint while a tape is in use. */
export function tapeInterceptor(tape: TapeInUse): Interceptor {
  return tape.mode === 'record' ? recording(tape.recorder) : playing(tape.player);
}

function recording(recorder: Recorder): Interceptor {
  return {
    async answer(request, live) {
      const outcome = await live();
      const title = titleOf(request);
      if ('reason' in outcome && outcome.reason === 'interrupted') {
        recorder.leaveOut(`Not on the tape: ${title}, which was interrupted before it was answered.`);
        return outcome;
      }
      await recorder.keep({
        kind: 'model',
        title,
        request: requestText(request),
        facts: factsOf(outcome),
        files: 'reason' in outcome ? {} : { answer: outcome.text },
      });
      return outcome;
    },
    async models(model, live) {
      const outcome = await live();
      if (!outcome.ok && outcome.failure.reason === 'interrupted') return outcome;
      await recorder.keep({
        kind: 'models',
        title: MODELS,
        request: modelsText(model),
        facts: outcome.ok
          ? { outcome: 'list', model: outcome.value.model, closest: outcome.value.closest ?? null }
          : failureFacts(outcome.failure),
        files: {},
      });
      return outcome;
    },
  };
}

function playing(player: Player): Interceptor {
  return {
    async answer(request, _live, onText) {
      const taken = player.take('model', titleOf(request), requestText(request));
      if ('departure' in taken) return DEPARTED;
      const { facts, files } = taken;
      const failure = failureOf(facts);
      if (failure !== undefined) return failure;
      if (facts.outcome !== 'answer') return DEPARTED;
      const text = (files.answer ?? Buffer.alloc(0)).toString('utf8');
      if (text !== '') onText(text);
      const { model, calls, callsLeftOut, usage } = facts;
      const called = calls === null ? {} : { calls, ...(callsLeftOut === undefined ? {} : { callsLeftOut }) };
      return { text, model, finish: 'stop', usage, ...called };
    },
    async models(model): Promise<Ping> {
      const taken = player.take('models', MODELS, modelsText(model));
      if ('departure' in taken) return { ok: false, failure: { ...DEPARTED, tries: 1 } };
      const failure = failureOf(taken.facts);
      if (failure !== undefined) return { ok: false, failure: { ...failure, tries: 1 } };
      if (taken.facts.outcome !== 'list') return { ok: false, failure: { ...DEPARTED, tries: 1 } };
      const { model: standing, closest } = taken.facts;
      const origin = player.model === null ? '' : new URL(player.model.baseUrl).origin;
      const value = { origin, model: standing, ...(closest === null ? {} : { closest }) };
      return { ok: true, value } satisfies Outcome<typeof value>;
    },
  };
}

const MODELS = 'the request for the list of models';

const modelsText = (model: string): string => `models, among them: ${model}\n`;

function titleOf({ messages, model }: SentRequest): string {
  const count = messages.length === 1 ? 'one message' : `${messages.length} messages`;
  return `a request to ${model} of ${count}`;
}

const DEPARTED: TryFailure = {
  reason: 'misconfigured',
  retryable: false,
  message: 'The tape has no answer to what is asked.',
  remedy: 'The end of the output says where the run departs from the tape.',
};

function factsOf(outcome: TryOutcome): Facts {
  if ('reason' in outcome) return failureFacts(outcome);
  const { model, calls, callsLeftOut, usage } = outcome;
  const called = {
    calls: calls === undefined ? null : [...calls],
    ...(callsLeftOut === undefined ? {} : { callsLeftOut }),
  };
  return { outcome: 'answer', model, ...called, usage };
}

function failureFacts(failure: TryFailure): Facts {
  const { reason, retryable, message, remedy } = failure;
  if (reason === 'interrupted') throw new Error('an interrupted exchange is not recorded');
  return {
    outcome: 'failure',
    reason,
    retryable,
    message,
    remedy,
    ...('status' in failure ? { status: failure.status } : {}),
    ...('retryAfterMs' in failure ? { retryAfterMs: failure.retryAfterMs } : {}),
    ...('parameter' in failure ? { parameter: failure.parameter } : {}),
    ...('problems' in failure ? { problems: [...failure.problems] } : {}),
    ...(failure.usage && { usage: failure.usage }),
  };
}

/** Restores a recorded failure; facts missing from the tape are treated as unknown. */
function failureOf(facts: Facts): TryFailure | undefined {
  if (facts.outcome !== 'failure') return undefined;
  const {
    outcome: _,
    reason,
    status = 0,
    retryAfterMs = null,
    parameter = null,
    problems = [],
    ...said
  } = facts;
  switch (reason) {
    case 'authentication':
    case 'not-found':
    case 'too-large':
    case 'no-credit':
      return { ...said, reason, status };
    case 'bad-request':
      return { ...said, reason, status, parameter };
    case 'request-timeout':
    case 'conflict':
    case 'rate-limited':
    case 'overloaded':
      return { ...said, reason, status, retryAfterMs };
    case 'malformed':
      return { ...said, reason, problems };
    default:
      return { ...said, reason };
  }
}

/** A request to a model as text for a person to read, line by line, which contains everything that is asked. */
function requestText({
  model,
  dialect,
  messages,
  tools,
  maxTokens,
  isRestOfBudget,
  temperature,
  schema,
}: SentRequest): string {
  const put = Object.entries(dialect)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`);
  const parts = [
    `model: ${model}`,
    `put as: ${put.join(' ')}`,
    ...(maxTokens === undefined
      ? []
      : [`at most: ${isRestOfBudget ? 'what the budget has left' : `${maxTokens} tokens`}`]),
    ...(temperature === undefined ? [] : [`temperature: ${temperature}`]),
  ];
  const said = messages.map((message) => {
    const of = message.role === 'tool' ? ` to ${message.callId}` : '';
    const calls = 'calls' in message ? message.calls.map((call) => `\ncall ${JSON.stringify(call)}`) : [];
    return `\n--- ${message.role}${of}\n${message.content}${calls.join('')}`;
  });
  const asJson = (name: string, value: unknown) => `\n--- ${name}\n${JSON.stringify(value, null, 2)}`;
  return [
    parts.join('\n'),
    ...said,
    ...(tools === undefined ? [] : [asJson('tools', tools)]),
    ...(schema === undefined ? [] : [asJson('schema', schema)]),
    '',
  ].join('\n');
}
