import { estimateTokens } from '../../../lib/index.ts';
import type { Model, ModelFailure, Usage } from '../../../llm/index.ts';
import { type Clock, sha256 } from '../../../platform/index.ts';
import { endOfFailure, type ShortSilence } from './end_of_failure.ts';
import { type CallForm, type Entry, messagesOf } from './entries.ts';
import { fencedCalls } from './fenced_calls.ts';
import { fitWindow } from './fit_window.ts';
import { instructions } from './instructions.ts';
import type { ToolResult } from './look_at_files.ts';
import { firstState, type LoopState, MAX_CUT, MAX_FAILING, MAX_TOO_LARGE, spent } from './loop_state.ts';
import { objectIn, readCall, type SoundCall } from './read_call.ts';
import { circling } from './repeats.ts';
import { reportIn } from './report.ts';
import { TOOLS } from './tools.ts';
import type { Budgets, LoopEnd, TranscriptLine } from './transcript.ts';

/** The job of a loop. */
export type LoopJob = {
  readonly prompt: string;
  /** The files that the phase declares, and the commands that may be run. */
  readonly files: readonly string[];
  readonly commands: readonly string[];
  readonly budgets: Budgets;
  readonly form: CallForm;
  readonly silence?: ShortSilence | undefined;
};

/** The tools of a loop. */
export type LoopTools = {
  readonly ask: Model['ask'];
  /** @param window - the model's, as far as it is known by then: a tool's output has to fit in it */
  readonly carryOut: (call: SoundCall, window: number) => Promise<ToolResult>;
  readonly emit: (line: TranscriptLine) => void;
  readonly clock: Clock;
  readonly signal: AbortSignal;
};

/**
 * Lets a model work with tools until it says that it is done, cannot continue, goes round in circles, or has used up a budget.
 * Never rejects because of a model or an endpoint.
 */
export async function runLoop(job: LoopJob, tools: LoopTools): Promise<LoopEnd> {
  const { clock, emit, signal } = tools;
  const startedAt = clock.now();
  const outOfTime = new AbortController();
  const callOff = clock.alarm(job.budgets.seconds * 1_000, () => outOfTime.abort());
  const within = { ...tools, signal: AbortSignal.any([signal, outOfTime.signal]) };
  let state = firstState(instructions(job, job.form), job.prompt, job.form, job.budgets);
  emit({
    type: 'said',
    by: 'system',
    text: state.entries[0]?.kind === 'system' ? state.entries[0].text : '',
  });
  emit({ type: 'said', by: 'prompt', text: job.prompt });
  try {
    for (;;) {
      const seconds = outOfTime.signal.aborted ? job.budgets.seconds : (clock.now() - startedAt) / 1_000;
      if (signal.aborted) return { how: 'stopped', why: 'It was asked to end.' };
      const why = spent(state, job.budgets, seconds);
      if (why !== undefined) return { how: 'failed', why: `It was not done, and ${why}.` };
      const step = await takeTurn(state, job, within);
      if ('how' in step) {
        if (step.how === 'stopped' && !signal.aborted) continue;
        return step;
      }
      state = step;
    }
  } finally {
    callOff();
  }
}

async function takeTurn(
  state: LoopState,
  job: LoopJob,
  { ask, carryOut, emit, clock, signal }: LoopTools,
): Promise<LoopState | LoopEnd> {
  const fitted = fitWindow(state.entries, state.window);
  if (!fitted.ok)
    return {
      how: 'failed',
      why: `The prompt and the last turns are about ${fitted.tokens} tokens, too many for a window of ${state.window}.`,
    };
  const { entries, results, turns, tokens } = fitted;
  if (results + turns > 0) emit({ type: 'dropped', results, turns, tokens, window: state.window });
  let lastFault = '';
  let said = '';
  const lost = { input: 0, output: 0 };
  /** A failed answer costs as much. */
  const lose = (why: string, usage: Usage | undefined) => {
    const used = usage ?? { input: tokens, output: estimateTokens(said) };
    lost.input += used.input;
    lost.output += used.output;
    emit({ type: 'lost', why, usage: { ...used, isCounted: usage !== undefined } });
  };
  const asked = await ask(
    { messages: messagesOf(entries, state.form), ...(state.form === 'api' ? { tools: TOOLS } : {}) },
    {
      signal,
      onEvent: (event) => {
        if (event.type === 'try-started') {
          said = '';
          emit({ type: 'asks', try: event.try });
        }
        if (event.type === 'text') said += event.text;
        if (event.type === 'try-failed' && (event.usage !== undefined || event.reason === 'truncated'))
          lose(event.message, event.usage);
        if (event.type === 'try-failed' && event.reason !== 'interrupted') lastFault = event.message;
        if (event.type === 'waiting')
          emit({ type: 'waits', why: lastFault, seconds: Math.round(event.ms / 1_000) });
      },
    },
  );
  const before: LoopState = {
    ...state,
    entries,
    tokens: state.tokens + lost.input + lost.output,
    output: state.output + lost.output,
  };
  if (!asked.ok) return afterFailure(before, asked.failure, { job, emit, tokens, clock });
  const { text, usage, calls: called, callsLeftOut = 0 } = asked.value;
  const fenced = called === undefined ? fencedCalls(text) : [];
  const turn = state.turn + 1;
  const calls = called ?? fenced.map((call, at) => ({ ...call, id: `block_${turn}_${at + 1}` }));
  const used = usage ?? {
    input: tokens,
    output: estimateTokens(text + calls.map((call) => call.arguments).join(' ')),
  };
  emit({
    type: 'answer',
    turn,
    text,
    calls: calls.map(({ name, arguments: given }) => ({ name, arguments: given })),
    usage: { ...used, isCounted: usage !== null },
  });
  const next: LoopState = {
    ...before,
    entries: [...entries, { kind: 'answer', text, calls }],
    turn,
    tokens: before.tokens + used.input + used.output,
    output: before.output + used.output,
    cut: 0,
    tooLarge: 0,
  };
  if (calls.length === 0) return afterLastWord(next, text, job, emit);
  const heard: Entry[] = [];
  let hasChanged = next.hasChanged;
  let failed = 0;
  for (const call of calls) {
    if (signal.aborted) return { how: 'stopped', why: 'It was asked to end.' };
    const read = readCall(call);
    const result = read.ok ? await carryOut(read.call, state.window) : { text: read.why, isError: true };
    const about = aboutOf(call.name, call.arguments);
    if (result.isError) failed += 1;
    else if (read.ok && CHANGING.has(read.call.tool)) hasChanged = true;
    emit({ type: 'result', turn, about, ...result });
    heard.push({
      kind: 'result',
      callId: call.id,
      about,
      text: result.isError ? `ERROR: ${result.text}` : result.text,
      isDropped: false,
    });
  }
  const after = afterTools({ ...next, hasChanged }, heard, failed === calls.length, emit);
  return 'how' in after || callsLeftOut === 0
    ? after
    : noted(after, tooMany(calls.length, callsLeftOut), emit);
}

function tooMany(taken: number, leftOut: number): string {
  const rest = leftOut === 1 ? 'The one' : `The ${leftOut}`;
  return `Of your calls, the first ${taken} were carried out. ${rest} after them ${leftOut === 1 ? 'was' : 'were'} not: call for what you still need, with fewer calls in one answer.`;
}

const CHANGING: ReadonlySet<string> = new Set(['write', 'edit', 'run']);

/** A call in a few words: the tool and its subject. */
function aboutOf(name: string, text: string): string {
  const given = objectIn(text) ?? {};
  const what = [given.path, given.command, given.text].find((each) => typeof each === 'string');
  return `${name.slice(0, 40)} ${String(what ?? '').slice(0, 120)}`.trim();
}

function afterTools(
  state: LoopState,
  heard: readonly Entry[],
  isFailing: boolean,
  emit: LoopTools['emit'],
): LoopState | LoopEnd {
  const answer = state.entries.at(-1);
  const calls = answer?.kind === 'answer' ? answer.calls.map((call) => [call.name, call.arguments]) : [];
  const results = heard.map((entry) => (entry.kind === 'result' ? entry.text : ''));
  const marks = [...state.marks, sha256(JSON.stringify([calls, results]))];
  const failing = isFailing ? state.failing + 1 : 0;
  const circles = circling(marks);
  if (circles === 'end')
    return {
      how: 'failed',
      why: 'It repeats itself: the same calls with the same results, again and again.',
    };
  if (failing >= MAX_FAILING)
    return { how: 'failed', why: `Every call of its last ${failing} turns came to an error.` };
  const next = { ...state, marks, failing, entries: [...state.entries, ...heard] };
  return circles === 'warn' ? noted(next, REPEATS, emit) : next;
}

const REPEATS =
  'You have made the same calls several times, with the same results. Do something else, or end with your report.';

function noted(state: LoopState, text: string, emit: LoopTools['emit']): LoopState {
  emit({ type: 'said', by: 'note', text });
  return { ...state, entries: [...state.entries, { kind: 'note', text }] };
}

/** An answer without a call is the last one, unless it cannot be meant so. */
function afterLastWord(
  state: LoopState,
  text: string,
  { files }: LoopJob,
  emit: LoopTools['emit'],
): LoopState | LoopEnd {
  const report = reportIn(text);
  const isPremature =
    files.length > 0 && !state.hasChanged && (report === undefined || report.status === 'done');
  if (!isPremature || state.isNudged) return { how: 'done', text };
  const note =
    'You have changed nothing yet, and the phase declares files. Go on with tools; or, if it cannot be done, end with a report whose status is "blocked".';
  return noted({ ...state, isNudged: true }, note, emit);
}

function afterFailure(
  state: LoopState,
  failure: ModelFailure,
  {
    job,
    emit,
    tokens,
    clock,
  }: {
    readonly job: LoopJob;
    readonly emit: LoopTools['emit'];
    readonly tokens: number;
    readonly clock: Clock;
  },
): LoopState | LoopEnd {
  if (failure.reason === 'bad-request' && failure.parameter === 'tools' && state.form === 'api') {
    emit({ type: 'form', form: 'fenced', why: failure.message });
    const text = instructions(job, 'fenced');
    emit({ type: 'said', by: 'system', text });
    return { ...state, form: 'fenced', entries: [{ kind: 'system', text }, ...state.entries.slice(1)] };
  }
  if (failure.reason === 'truncated' && state.cut < MAX_CUT) {
    const next = { ...state, cut: state.cut + 1, turn: state.turn + 1 };
    return noted(
      next,
      'Your last answer was cut short, and nothing of it counts. Do less in one answer.',
      emit,
    );
  }
  if (failure.reason === 'too-large' && state.tooLarge < MAX_TOO_LARGE) {
    const window = Math.floor(Math.min(state.window, tokens) * 0.7);
    return { ...state, window, tooLarge: state.tooLarge + 1 };
  }
  return endOfFailure(failure, clock.time(), job.silence);
}
