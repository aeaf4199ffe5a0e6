import type { Problem } from '../../../diagnostics/index.ts';
import { printableLine } from '../../../lib/index.ts';
import { listsToChoose } from '../../../operations/index.ts';
import { EXIT_CODES } from '../../terminal/index.ts';
import type { CommandSetting } from '../declare.ts';
import { countOf } from '../judgement.ts';

/**
 * Asks a person in a terminal which of a document's lists is the work, where that is what is wrong.
 *
 * @returns the heading; an exit code where the person ended it; `undefined` where nobody can be asked
 */
export async function askSection(
  problems: readonly Problem[],
  {
    file,
    json,
    section,
  }: { readonly file: string; readonly json: boolean; readonly section?: string | undefined },
  { context, terminal }: Pick<CommandSetting, 'context' | 'terminal'>,
): Promise<string | number | undefined> {
  const isUnclear = problems.some(({ code, severity }) => code === 'work-unclear' && severity === 'error');
  if (!isUnclear || !terminal.interactive || json || file === '-' || section !== undefined) return undefined;
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
    terminal.say('\nStopped; no plan was written.\n');
    return conversation.endedBy() ?? EXIT_CODES.interrupted;
  } finally {
    conversation.end();
  }
}
