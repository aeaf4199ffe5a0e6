import { type Failure, failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import type { OperationContext } from '../context.ts';
import type { ModelRequest, ModelRequestCode } from '../flagged_model.ts';
import { type OpenFramework, type OpenProblemCode, openFramework } from '../frameworks/open_framework.ts';
import type { Port } from '../port.ts';
import type { WorkspaceOptions } from '../workspace.ts';
import { type Chat, openChat } from './chat.ts';
import {
  type ContinueProblemCode,
  type ContinueRequest,
  isContinuation,
  type ReadContinuationCode,
  readContinuation,
} from './continue_run.ts';
import type { EarlierRun } from './earlier_runs.ts';
import { type FilledPrompt, messagesOf } from './fill_framework.ts';
import {
  type FillingRequest,
  type GatherEvent,
  type GatherPromptCode,
  gatherPrompt,
} from './gather_prompt.ts';
import { outputHeadings } from './output_headings.ts';
import { standardInputClash, takesStandardInput } from './standard_input.ts';
import { unseenInChat } from './unseen_text.ts';

/** A request to send a prompt to a model, or to continue a run. */
export type RunRequest = FillingRequest &
  ModelRequest &
  ContinueRequest & {
    readonly workspace: WorkspaceOptions;
    /** Whether to record the run in the framework's folder. */
    readonly transcript: boolean;
    /** Continues turn by turn. */
    readonly chat?: ChatRequest;
  };

/** A chat's requirements of the front end. */
export type ChatRequest = {
  /** Whether a single document is to be printed, which a chat does not have. */
  readonly isDocument: boolean;
  /** Whether there is a source of further messages. */
  readonly hasReader: () => Promise<boolean>;
};

export type RunProblemCode =
  | ContinueProblemCode
  | 'no-model'
  | 'chat-json'
  | 'chat-input-taken'
  | 'chat-no-input';

/** A conversation that is ready to start; nothing is sent yet. */
export type OpenRun = {
  readonly conversation: Chat;
  /** The model's name. */
  readonly model: string;
  /** The prompt of a new run. */
  readonly prompt?: FilledPrompt;
  /** The run to continue. */
  readonly earlier?: EarlierRun;
  /** Whether the model is asked next; otherwise the person has to write first. */
  readonly isAsked: boolean;
  /** Warnings and notes about the prompt and the model. */
  readonly problems: readonly Problem[];
};

/** The parts of a front end that opening a run requires. */
type RunPort = Pick<Port<GatherEvent>, 'canAsk' | 'choice' | 'text' | 'edit' | 'show'>;

/** Does everything that `run` needs before sending: prepares the prompt, or the run to continue, and the model. */
export async function openRun(
  context: OperationContext,
  request: RunRequest,
  port: RunPort,
): Promise<Result<OpenRun, GatherPromptCode | OpenEarlierCode | 'input-taken-twice'>> {
  const [clash = await chatClash(request)] = standardInputClash(request);
  if (clash) return failure('usage', clash);
  if (isContinuation(request)) return openEarlier(context, request);
  if (request.run !== undefined) return failure('usage', RUN_ALONE);
  const gathered = await gatherPrompt(context, { ...request, part: 'both' }, port);
  if (!gathered.ok) return gathered;
  const { fillable, prompt } = gathered.value;
  const opened = await openConversation(context, request, {
    framework: fillable.framework,
    messages: messagesOf(prompt, 'both'),
  });
  if (!opened.ok) return opened;
  const problems = [...prompt.problems, ...opened.value.problems];
  return success({ ...opened.value, prompt, isAsked: true, problems });
}

type OpenEarlierCode =
  | ModelRequestCode
  | OpenProblemCode
  | ReadContinuationCode
  | RunProblemCode
  | 'transcript-not-written';

/** Continues an earlier run, whose prompt is sent as it was. */
async function openEarlier(
  context: OperationContext,
  request: RunRequest,
): Promise<Result<OpenRun, OpenEarlierCode>> {
  const going = await readContinuation(context, request);
  if (!going.ok) return going;
  const framework = await openFramework(context, request.framework);
  if (!framework.ok) return framework;
  const { earlier, next } = going.value;
  const opened = await openConversation(context, request, {
    framework: framework.value,
    messages: next === undefined ? [] : [{ role: 'user', content: next }],
    earlier: earlier.run,
  });
  if (!opened.ok) return opened;
  const unseen = unseenInChat(earlier.run.messages, earlier.shown, next);
  const problems = [...unseen, ...opened.value.problems];
  return success({ ...opened.value, earlier, isAsked: next !== undefined, problems });
}

async function openConversation(
  context: OperationContext,
  request: RunRequest,
  {
    framework,
    ...conversation
  }: { readonly framework: OpenFramework } & Pick<
    Parameters<typeof openChat>[1],
    'messages' | 'earlier' | 'framework'
  >,
): Promise<
  Result<
    Pick<OpenRun, 'conversation' | 'model' | 'problems'>,
    ModelRequestCode | RunProblemCode | 'transcript-not-written'
  >
> {
  const { openFlaggedModel } = await import('../flagged_model.ts');
  const model = await openFlaggedModel(context, request);
  if ('cause' in model) return model;
  if (model.kind === 'none') return noModel(model.reason, model.remedy);
  const headings = await outputHeadings(context, framework, request.workspace);
  const opened = await openChat(context, {
    framework,
    model,
    ...conversation,
    headings,
    keep: request.transcript,
  });
  if (!opened.ok) return opened;
  return success({ conversation: opened.value, model: model.settings.model, problems: model.problems });
}

/** Options that cannot be combined with a chat. */
async function chatClash(request: RunRequest): Promise<Problem<RunProblemCode> | undefined> {
  const { chat } = request;
  if (chat === undefined) return undefined;
  const clash = (code: RunProblemCode, message: string, hint: string): Problem<RunProblemCode> => ({
    severity: 'error',
    code,
    message,
    hint,
  });
  if (chat.isDocument)
    return clash('chat-json', '--chat has no --json document.', 'Use the transcript in runs/ instead.');
  if (takesStandardInput(request))
    return clash(
      'chat-input-taken',
      '--chat reads its turns from standard input, but so does a value.',
      'Give the value as @FILE.',
    );
  if (!(await chat.hasReader()))
    return clash('chat-no-input', 'Nobody can be asked here, so there is no chat.', 'Leave out --chat.');
  return undefined;
}

const RUN_ALONE: Problem<RunProblemCode> = {
  severity: 'error',
  code: 'run-alone',
  message: '--run names the run to continue from, but nothing says to continue.',
  hint: 'Add --continue or --chat --resume; `orchestrator answer` shows what was answered.',
};

function noModel(reason: string, hint: string): Failure<RunProblemCode> {
  const message = `Nothing was sent: ${reason}.`;
  return failure('environment', { severity: 'error', code: 'no-model', message, hint });
}
