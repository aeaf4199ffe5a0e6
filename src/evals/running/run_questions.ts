import { withThousands } from '../../lib/index.ts';
import type { Model, ModelEvent, ModelFailure, Usage } from '../../llm/index.ts';
import { isStructured, type Question, type Reply, schemaOf } from '../asking/index.ts';
import type { EvalSetup } from '../generated/eval.setup.ts';
import type { CheckLookup, Evaluation } from '../results/index.ts';
import { evaluate } from '../results/index.ts';
import { messageTokens } from '../setup.ts';
import { type EvalFolder, replyOf, saveAnswer } from '../storage/index.ts';
import { type Budget, openBudget } from './budget.ts';
import { askedOf, type KnownAnswers } from './known_answers.ts';
import { openSpending, type SpentTry } from './spending.ts';

/** The parameters of a run of questions. */
export type QuestionRun = {
  readonly setup: EvalSetup;
  readonly folder: EvalFolder;
  readonly known: KnownAnswers;
  readonly models: { readonly answering: Model; readonly judging: Model };
  /** In tokens. */
  readonly budget: number | undefined;
  /** Questions at a time. */
  readonly concurrency: number;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: RunProgress) => void;
};

/** The progress of a run. */
export type RunProgress = {
  readonly answered: number;
  /** Number of open questions so far; answers may open more. */
  readonly open: number;
  /** Spent in this run. */
  readonly tokens: number;
};

/** The reason why a run ended. */
export type RunStop =
  | { readonly kind: 'over' }
  | { readonly kind: 'interrupted' }
  /** Number of tokens that the next question would need. */
  | { readonly kind: 'budget'; readonly need: number }
  /** The model cannot be asked any more; the next question would fail in the same way. */
  | { readonly kind: 'failed'; readonly failure: ModelFailure };

/** The outcome of a run. */
export type RunOutcome = { readonly stop: RunStop; readonly answered: number; readonly tokens: number };

const NO_CHECKS: CheckLookup = () => undefined;

/**
 * Asks all open questions, several at a time, until none is left: every answer is kept at once, and may open further questions. A
 * failed answer is not kept, so that the next run asks again.
 *
 * @throws the system's error if an answer cannot be kept
 */
export async function runQuestions(run: QuestionRun): Promise<RunOutcome> {
  const { setup, known, concurrency, signal } = run;
  const budget = openBudget(run.budget, (kind) => askedOf(setup, kind));
  const waiting = new Map<string, Question>();
  const asked = new Set<string>();
  const underWay = new Map<string, Promise<void>>();
  let stop: RunStop | undefined;
  let answered = 0;
  const look = (): void => {
    const { open }: Evaluation = evaluate(setup, { lookup: known.lookup, checkOf: NO_CHECKS });
    for (const question of open) {
      if (asked.has(question.id)) continue;
      asked.add(question.id);
      waiting.set(question.id, question);
    }
  };
  const report = (): void =>
    run.onProgress({ answered, open: waiting.size + underWay.size, tokens: budget.spent() });
  look();
  for (;;) {
    if (signal.aborted) stop ??= { kind: 'interrupted' };
    let need: number | undefined;
    for (const question of waiting.values()) {
      if (stop !== undefined || underWay.size >= concurrency) break;
      const allowed = budget.reserve(question.id, question.kind, promptTokens(question));
      if (allowed === undefined) {
        need = budget.need(question.kind, promptTokens(question));
        break;
      }
      waiting.delete(question.id);
      const work = askOne(run, question, { allowed, budget }).then((failure) => {
        underWay.delete(question.id);
        answered += 1;
        if (failure !== undefined) stop ??= stopOf(failure);
      });
      underWay.set(question.id, work);
    }
    report();
    if (underWay.size === 0) {
      if (stop !== undefined) break;
      if (need !== undefined) {
        stop = { kind: 'budget', need };
        break;
      }
      if (waiting.size === 0) {
        stop = { kind: 'over' };
        break;
      }
      continue;
    }
    await Promise.race(underWay.values());
    // The open questions are worked out again only when there is nothing to ask.
    if (waiting.size === 0) look();
  }
  return { stop: stop ?? { kind: 'over' }, answered, tokens: budget.spent() };
}

function promptTokens({ messages }: Question): number {
  return messageTokens(messages);
}

/** @returns the failure that ends the run, if it is one */
async function askOne(
  { setup, folder, known, models, signal }: QuestionRun,
  question: Question,
  { allowed, budget }: { readonly allowed: number | null; readonly budget: Budget },
): Promise<ModelFailure | undefined> {
  const { id, kind } = question;
  const by = askedOf(setup, kind);
  const model =
    by === setup.answering && (kind === 'answer' || kind === 'person') ? models.answering : models.judging;
  // No tokens were set aside for a failed try or a round of repair: such a try is the last one then.
  const isLimited = allowed !== null;
  const ownEnd = new AbortController();
  let lastTry: SpentTry | undefined;
  const spending = openSpending({
    ...{ prompt: promptTokens(question), allowed },
    onSpentTry: (spent) => {
      lastTry = spent;
      if (isLimited) ownEnd.abort();
    },
  });
  const came = await askModel(model, question, {
    ...{ allowed, repairs: isLimited ? 0 : 1, onEvent: spending.hear },
    signal: isLimited ? AbortSignal.any([signal, ownEnd.signal]) : signal,
  });
  budget.settle(id, kind, spending.spent());
  if (!came.ok) {
    const { reason, message } = came.failure;
    const isOwnEnd = reason === 'interrupted' && !signal.aborted && lastTry !== undefined;
    if (ENDS_THE_RUN.has(reason) && !isOwnEnd) return came.failure;
    known.learn(question, {
      kind: 'fault',
      ...faultOf(isOwnEnd && lastTry ? lastTry : { reason, message }, allowed),
    });
    return undefined;
  }
  const reply: Reply = replyOf(question, came.text);
  known.learn(question, reply);
  if (reply.kind !== 'fault')
    await saveAnswer(folder, { question: id, by, text: came.text, tokens: came.usage });
  return undefined;
}

/** Says that an answer was cut off at the limit that the budget set, if it was. */
function faultOf({ reason, message }: SpentTry, allowed: number | null): SpentTry {
  if (allowed === null || reason !== 'truncated') return { reason, message };
  return {
    reason,
    message: `The answer is incomplete: it reached the ${withThousands(allowed)} tokens that remained in the budget.`,
  };
}

type Came =
  | { readonly ok: true; readonly text: string; readonly usage: Usage | null }
  | { readonly ok: false; readonly failure: ModelFailure };

async function askModel(
  model: Model,
  { kind, messages, faultsOf }: Question,
  {
    allowed,
    signal,
    repairs,
    onEvent,
  }: {
    readonly allowed: number | null;
    readonly signal: AbortSignal;
    readonly repairs: number;
    readonly onEvent: (event: ModelEvent) => void;
  },
): Promise<Came> {
  const request = { messages, ...(allowed === null ? {} : { maxTokens: allowed, isRestOfBudget: true }) };
  if (!isStructured(kind) || kind === 'answer') {
    const outcome = await model.ask(request, { signal, onEvent });
    return outcome.ok ? { ok: true, text: outcome.value.text, usage: outcome.value.usage } : outcome;
  }
  const outcome = await model.askStructured(request, {
    signal,
    onEvent,
    repairs,
    schema: schemaOf(kind),
    validate: (data) => {
      const problems = faultsOf(data);
      return { valid: problems.length === 0, problems };
    },
  });
  if (!outcome.ok) return outcome;
  return { ok: true, text: JSON.stringify(outcome.value.value), usage: outcome.value.usage };
}

function stopOf(failure: ModelFailure): RunStop {
  return failure.reason === 'interrupted' ? { kind: 'interrupted' } : { kind: 'failed', failure };
}

/** Failures that the next question would meet as well. */
const ENDS_THE_RUN: ReadonlySet<ModelFailure['reason']> = new Set([
  'interrupted',
  'misconfigured',
  'unreachable',
  'redirected',
  'authentication',
  'not-found',
  'no-credit',
  'rate-limited',
  'overloaded',
]);
