import { beginAttempt, TIMED_OUT } from './attempt.ts';
import { COMMON_DIALECT, type Dialect, withoutParameter } from './dialect.ts';
import type { Endpoint } from './endpoint.ts';
import { INTERRUPTED, type TryFailure } from './failure.ts';
import { type OneTry, tryOnce } from './openai_adapter.ts';
import type { Ask, AskOptions, ModelAnswer, ModelDependencies, ModelRequest, Outcome } from './port.ts';
import { waitBeforeRetry } from './retry.ts';

/**
 * Calls one endpoint: tries, waits and tries again, within the deadline. Features that the endpoint was found to reject are
 * remembered, and left out of the next call.
 */
export function createAsk(endpoint: Endpoint, dependencies: ModelDependencies): Ask {
  const { memory } = dependencies;
  let dialect = memory?.refusesSystem ? { ...COMMON_DIALECT, system: false } : COMMON_DIALECT;
  return async (request, options) => {
    let hasText = false;
    const onEvent: AskOptions['onEvent'] = (event) => {
      hasText = event.type === 'text' || (hasText && event.type !== 'void');
      options.onEvent?.(event);
    };
    const call: Call = {
      endpoint,
      dependencies,
      request,
      options: { ...options, onEvent },
      deadline: deadlineOf(endpoint, dependencies),
    };
    for (let tries = 1; ; tries++) {
      options.onEvent?.({ type: 'try-started', try: tries });
      const { result, spoken } = await tryInDialect(call, dialect, tries);
      // It was accepted with the system message folded in: worth remembering.
      if (dialect.system && !('reason' in result) && request.messages.some(({ role }) => role === 'system'))
        await memory?.found(!spoken.system);
      dialect = spoken;
      if (!('reason' in result)) return succeed(result, tries, options);
      const { reason, message, usage } = result;
      options.onEvent?.({ type: 'try-failed', try: tries, reason, message, ...(usage && { usage }) });
      const ms = waitBeforeRetry({
        failure: result,
        tries,
        maxTries: endpoint.settings.maxTries,
        remainingMs: remaining(call),
        random: dependencies.random(),
      });
      const isShown = hasText && options.retryAfterText === false;
      if (ms === null || isShown) return { ok: false, failure: { ...result, tries } };
      options.onEvent?.({ type: 'waiting', ms, reason });
      await dependencies.wait(ms, options.signal);
      if (options.signal.aborted) return { ok: false, failure: { ...INTERRUPTED, tries } };
      // The wait may have taken longer than planned, for example because the machine slept.
      if (remaining(call) <= 0) return { ok: false, failure: { ...TIMED_OUT, tries } };
    }
  };
}

/** One call, from the first try to the last. */
type Call = {
  readonly endpoint: Endpoint;
  readonly dependencies: ModelDependencies;
  readonly request: ModelRequest;
  readonly options: AskOptions;
  /** The time by which an answer must begin; time during which one arrived does not count. */
  deadline: number;
};

function deadlineOf({ settings }: Endpoint, { now }: ModelDependencies): number {
  return now() + settings.timeoutMs;
}

function remaining({ deadline, dependencies }: Call): number {
  return deadline - dependencies.now();
}

type Result = Omit<ModelAnswer, 'tries'> | TryFailure;

/** Makes one try; a part of the request that the endpoint rejects is rephrased at once, without counting as a try. */
async function tryInDialect(
  call: Call,
  dialect: Dialect,
  tries: number,
): Promise<{ readonly result: Result; readonly spoken: Dialect }> {
  let spoken = dialect;
  for (;;) {
    const result = await tryWithClock(call, spoken, {
      tries,
      onVoid: () => {
        spoken = { ...spoken, thinksUnmarked: true };
        call.options.onEvent?.({ type: 'void' });
      },
    });
    const parameter = 'reason' in result && result.reason === 'bad-request' ? result.parameter : null;
    const other = parameter && withoutParameter(spoken, parameter);
    if (!other) return { result, spoken };
    spoken = other;
  }
}

async function tryWithClock(
  call: Call,
  dialect: Dialect,
  { tries, onVoid }: { readonly tries: number; readonly onVoid: () => void },
): Promise<Result> {
  const { endpoint, dependencies, request, options } = call;
  const attempt = beginAttempt({
    signal: options.signal,
    remainingMs: remaining(call),
    idleMs: endpoint.settings.idleTimeoutMs,
    clock: dependencies,
  });
  try {
    const ended = attempt.failure();
    if (ended) return ended;
    const takesCalls = request.tools !== undefined;
    const onText = textReporter(call, tries);
    const live = () =>
      tryOnce({ endpoint, attempt, dependencies, takesCalls }, { request, dialect, onText, onVoid });
    const { between } = dependencies;
    if (between === undefined) return await live();
    return await between.answer({ ...request, model: endpoint.settings.model, dialect }, live, onText);
  } finally {
    attempt.close();
    if (attempt.hasHeard()) call.deadline = deadlineOf(endpoint, dependencies);
  }
}

function textReporter({ dependencies, options }: Call, tries: number): OneTry['onText'] {
  const start = dependencies.now();
  let isFirst = true;
  return (text) => {
    if (isFirst) options.onEvent?.({ type: 'first-token', try: tries, ms: dependencies.now() - start });
    isFirst = false;
    options.onEvent?.({ type: 'text', text });
  };
}

function succeed(
  answer: Omit<ModelAnswer, 'tries'>,
  tries: number,
  { onEvent }: AskOptions,
): Outcome<ModelAnswer> {
  if (answer.usage) onEvent?.({ type: 'usage', usage: answer.usage });
  return { ok: true, value: { ...answer, tries } };
}
