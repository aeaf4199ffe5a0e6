import type { Failure, Problem, Result } from '../../../diagnostics/index.ts';
import { printableLine } from '../../../lib/index.ts';
import { listsToChoose } from '../../../operations/index.ts';
import { EXIT_CODES } from '../../terminal/index.ts';
import type { CommandSetting } from '../declare.ts';
import { countOf } from '../judgement.ts';
import type { ReadingFlags } from './reading_flags.ts';

/** What is read, and whether anybody can be asked about it. */
type Asking = { readonly file: string; readonly json: boolean };

/**
 * Reads a document. Where what is wrong is only that nothing tells which of its lists is the work, a person in a terminal is
 * asked, and it is read again with the answer. In a script the failure says which lists there are, and the flag.
 *
 * @param read - called with the flags as given, and again with the section that was chosen
 * @returns what was read; an exit code where the person ended it
 */
export async function readAsking<Flags extends ReadingFlags, Read, Code extends string>(
  read: (flags: Flags) => Result<Read, Code> | Promise<Result<Read, Code>>,
  flags: Flags,
  asking: Asking,
  setting: Pick<CommandSetting, 'context' | 'terminal'>,
): Promise<Result<Read, Code> | number> {
  const first = await read(flags);
  if (first.ok || flags.section !== undefined || !isUnclear(first)) return first;
  const chosen = await askSection(asking, setting);
  if (chosen === undefined || typeof chosen === 'number') return chosen ?? first;
  return read({ ...flags, section: chosen });
}

function isUnclear({ problems }: Failure): boolean {
  return problems.some(({ code, severity }: Problem) => code === 'work-unclear' && severity === 'error');
}

/** @returns the heading; an exit code where the person ended it; `undefined` where nobody can be asked */
async function askSection(
  { file, json }: Asking,
  { context, terminal }: Pick<CommandSetting, 'context' | 'terminal'>,
): Promise<string | number | undefined> {
  if (!terminal.interactive || json || file === '-') return undefined;
  const lists = listsToChoose(context, file);
  if (!lists.ok || lists.value.length === 0) return undefined;
  const { isSwitchedOn, startConversation } = await import('../../wizard/index.ts');
  if (!isSwitchedOn(context, 'prompts')) return undefined;
  const conversation = await startConversation(terminal);
  try {
    const answer = await conversation.ask.choice({
      message: 'Which of its lists is the work?',
      choices: lists.value.map(({ heading, line, count }) => ({
        value: heading,
        label: printableLine(heading),
        description: `Line ${line}, ${countOf(count, 'item')}.`,
      })),
    });
    if (answer.kind === 'answer') return answer.value;
    if (answer.kind !== 'closed') return undefined;
    terminal.say('\nStopped; nothing was written.\n');
    return conversation.endedBy() ?? EXIT_CODES.interrupted;
  } finally {
    conversation.end();
  }
}
