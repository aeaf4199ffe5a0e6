import { createHash } from 'node:crypto';
import { failure, success } from '../diagnostics/index.ts';
import type { Mutex } from '../lib/index.ts';
import { catchErrors } from './catch_errors.ts';
import { Conversation, type ConversationState, type Form, type FormAnswer } from './conversation.ts';
import { operations } from './operations.ts';
import { clientPort } from './port.ts';
import { doneResult, failedResult, type ToolResult } from './results.ts';
import type { PlaceResult } from './roots.ts';
import { readInput, type Tool } from './tool.ts';

/** A call as it came from a client. */
export type GivenCall = {
  readonly arguments: unknown;
  /** Whether the client can show questions to a person. */
  readonly canElicit: boolean;
  /** The state that the client sent back, verified to be this program's own. */
  readonly state: CallState | undefined;
  /** The client's answer to the last question; untrusted. */
  readonly response: unknown;
  readonly progress: (message: string) => void;
  readonly signal: AbortSignal;
  readonly force: AbortSignal;
};

/** A conversation, and the call that it belongs to. */
export type CallState = ConversationState & { readonly of: string };

/** The outcome of a call: a result, or a question for a person. */
export type CallOutcome =
  | { readonly kind: 'done'; readonly result: ToolResult }
  | { readonly kind: 'asks'; readonly form: Form; readonly state: CallState };

/** The place where calls are carried out. */
export type CallPlace = {
  readonly place: () => Promise<PlaceResult>;
  /** Held by calls that write: they run one after another, and calls that only read need not wait. */
  readonly writeMutex: Mutex;
};

/** Carries out a call. An error is a result, too. */
export async function callTool(
  tool: Tool,
  call: GivenCall,
  { place, writeMutex }: CallPlace,
): Promise<CallOutcome> {
  const opened = await place();
  if (!opened.ok) return done(failedResult(tool, opened, {}));
  const context = opened.value;
  const read = readInput(tool, call.arguments, context.cwd);
  if (!read.ok) return done(failedResult(tool, failure('usage', ...read.problems), {}));
  const input = read.value;
  const of = createHash('sha256')
    .update(JSON.stringify([tool.name, input]))
    .digest('base64url');
  const conversation = tool.asks && call.canElicit ? new Conversation(saidSoFar(call, of)) : undefined;
  const port = clientPort({ ...call, conversation });
  const work = async () => {
    const { checkStateWithin } = await operations();
    const within = tool.usesProject ? checkStateWithin(context.cwd) : success('within');
    if (!within.ok) return within;
    return catchErrors(() => tool.call(context, input, port), { context, signal: call.signal });
  };
  const came = await (tool.effect === 'adds' ? writeMutex(work, call.signal) : work());
  const open = conversation?.open;
  if (conversation && open && !came.ok)
    return { kind: 'asks', form: open, state: { ...conversation.state(), of } };
  return done(came.ok ? doneResult(tool, came.value, input) : failedResult(tool, came, input));
}

function done(result: ToolResult): CallOutcome {
  return { kind: 'done', result };
}

/** The answers so far; empty if they belong to another call. */
function saidSoFar({ state, response }: GivenCall, of: string): readonly FormAnswer[] {
  if (state === undefined || state.of !== of) return [];
  const answer = answerIn(response);
  return answer === undefined ? state.said : [...state.said, { about: state.about, answer }];
}

/** @returns `null` if the person declined; `undefined` if there is no answer */
function answerIn(response: unknown): FormAnswer['answer'] | undefined {
  if (typeof response !== 'object' || response === null || !('action' in response)) return undefined;
  if (response.action !== 'accept') return null;
  const content = 'content' in response ? response.content : undefined;
  const answer =
    typeof content === 'object' && content !== null && 'answer' in content ? content.answer : undefined;
  return typeof answer === 'string' || typeof answer === 'boolean' ? answer : null;
}
