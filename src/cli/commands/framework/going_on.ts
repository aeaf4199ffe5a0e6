import { failure, type Problem, type Result, success } from '../../../diagnostics/index.ts';
import { type EarlierRun, readEarlierRun, readInputValues } from '../../../operations/index.ts';
import type { CommandSetting } from '../declare.ts';
import type { RunFlags } from './run/flags.ts';

/** An earlier run to go on from, and what is said next; nothing where the person is asked for it in a chat. */
export type GoingOn = { readonly earlier: EarlierRun; readonly next: string | undefined };

/** Whether the flags ask to go on from an earlier run. */
export function goesOnFromEarlier({ continue: next, resume }: RunFlags): boolean {
  return next !== undefined || resume !== undefined;
}

/** The run that the flags mean, and the next message. */
export async function readGoingOn(
  wanted: string,
  flags: RunFlags,
  { context }: CommandSetting,
): Promise<Result<GoingOn>> {
  const clashes = clashesOf(flags);
  if (clashes.length > 0) return failure('usage', ...clashes);
  const earlier = await readEarlierRun(context, wanted, flags.run);
  if (!earlier.ok) return earlier;
  if (flags.resume) return success({ earlier: earlier.value, next: undefined });
  if (typeof flags.continue === 'string') {
    const read = readInputValues(context.cwd, [`next=${flags.continue}`]);
    if (!read.ok) return read;
    const next = read.value.values.next ?? '';
    return next.trim() === '' ? failure('usage', NOTHING_NEXT) : success({ earlier: earlier.value, next });
  }
  return earlier.value.run.outcome === 'done'
    ? failure('usage', { ...NOTHING_NEXT, file: earlier.value.shown })
    : success({ earlier: earlier.value, next: GO_ON });
}

/** Asked of an answer that is not whole. */
const GO_ON = 'Your answer is not whole. Go on exactly where it ends, without repeating any of it.';

const NOTHING_NEXT: Problem = {
  severity: 'error',
  code: 'nothing-next',
  message: 'The last answer is whole, so going on needs something to say.',
  hint: 'Say it: --continue "what comes next", --continue @FILE, or --chat --resume.',
};

function clashesOf(flags: RunFlags): Problem[] {
  const clash = (message: string, hint: string): Problem => ({
    severity: 'error',
    code: 'continue-clash',
    message,
    hint,
  });
  const fills = [...(flags.set ?? []), ...(flags.setDir ?? [])].length > 0;
  return [
    ...(flags.resume && !flags.chat
      ? [clash('--resume goes on with a chat.', 'Give --chat --resume, or --continue "what comes next".')]
      : []),
    ...(flags.resume && flags.continue !== undefined
      ? [clash('--resume and --continue both say how to go on.', 'Give one of them.')]
      : []),
    ...(flags.chat && flags.continue !== undefined
      ? [clash('--continue asks once, and --chat goes on.', 'Give --chat --resume.')]
      : []),
    ...(fills
      ? [
          clash(
            'An earlier run has its inputs, so --set and --set-dir cannot change them.',
            'Leave them out, or run the framework anew.',
          ),
        ]
      : []),
  ];
}
