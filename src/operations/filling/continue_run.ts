import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import type { OperationContext } from '../context.ts';
import type { LocateProblemCode } from '../frameworks/locate_framework.ts';
import { type EarlierRun, type EarlierRunProblemCode, readEarlierRun } from './earlier_runs.ts';
import type { FillingRequest } from './gather_prompt.ts';
import { type InputValueProblemCode, readInputValues } from './input_values.ts';
import { CONTINUE_MESSAGE } from './whole_answers.ts';

/** A request to continue an earlier run. */
export type ContinueRequest = Pick<FillingRequest, 'set' | 'setDir'> & {
  readonly framework: string;
  /** The next message; `true` asks the model to complete an answer that was cut off. */
  readonly continue?: string | true;
  /** Continues a chat. */
  readonly resume?: boolean;
  /** The run to continue; if missing, the last one. */
  readonly run?: string;
  /** Continues turn by turn. */
  readonly chat?: unknown;
};

export type ContinueProblemCode = 'nothing-next' | 'continue-clash' | 'run-alone';

/** An earlier run to continue, and the next message; `undefined` if the person is asked for it in a chat. */
export type Continuation = { readonly earlier: EarlierRun; readonly next: string | undefined };

/** Whether an earlier run is to be continued. */
export function isContinuation({
  continue: next,
  resume,
}: Pick<ContinueRequest, 'continue' | 'resume'>): boolean {
  return next !== undefined || resume === true;
}

/** Error codes of {@link readContinuation}. */
export type ReadContinuationCode =
  | EarlierRunProblemCode
  | ContinueProblemCode
  | InputValueProblemCode
  | LocateProblemCode;

/** Reads the requested run, and determines the next message. */
export async function readContinuation(
  context: OperationContext,
  request: ContinueRequest,
): Promise<Result<Continuation, ReadContinuationCode>> {
  const clashes = clashesOf(request);
  if (clashes.length > 0) return failure('usage', ...clashes);
  const earlier = await readEarlierRun(context, request.framework, request.run);
  if (!earlier.ok) return earlier;
  if (request.resume) return success({ earlier: earlier.value, next: undefined });
  if (typeof request.continue === 'string') {
    const read = readInputValues(context.cwd, [`next=${request.continue}`]);
    if (!read.ok) return read;
    const next = read.value.values.next ?? '';
    return next.trim() === '' ? failure('usage', NOTHING_NEXT) : success({ earlier: earlier.value, next });
  }
  return earlier.value.run.outcome === 'done'
    ? failure('usage', { ...NOTHING_NEXT, file: earlier.value.shown })
    : success({ earlier: earlier.value, next: CONTINUE_MESSAGE });
}

const NOTHING_NEXT: Problem<ContinueProblemCode> = {
  severity: 'error',
  code: 'nothing-next',
  message: 'The last answer is complete, so continuing needs a message.',
  hint: 'Give one: --continue "what comes next", --continue @FILE, or --chat --resume.',
};

function clashesOf(request: ContinueRequest): Problem<ContinueProblemCode>[] {
  const clash = (message: string, hint: string): Problem<ContinueProblemCode> => ({
    severity: 'error',
    code: 'continue-clash',
    message,
    hint,
  });
  const chats = request.chat !== undefined;
  const fills = [...(request.set ?? []), ...(request.setDir ?? [])].length > 0;
  return [
    ...(request.resume && !chats
      ? [clash('--resume continues a chat.', 'Give --chat --resume, or --continue "what comes next".')]
      : []),
    ...(request.resume && request.continue !== undefined
      ? [clash('--resume and --continue exclude each other.', 'Give one of them.')]
      : []),
    ...(chats && request.continue !== undefined
      ? [clash('--continue and --chat exclude each other: --continue asks once.', 'Give --chat --resume.')]
      : []),
    ...(fills
      ? [
          clash(
            'An earlier run has its inputs, so --set and --set-dir cannot change them.',
            'Remove them, or run the framework again from the start.',
          ),
        ]
      : []),
  ];
}
