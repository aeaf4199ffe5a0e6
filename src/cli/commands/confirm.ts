import { EXIT_CODES, type Terminal } from '../terminal/index.ts';
import { startConversation } from '../wizard/index.ts';

/**
 * Asks whether to go on; no is offered first.
 *
 * @returns `yes`, or the exit code
 */
export async function confirm(terminal: Terminal, message: string): Promise<'yes' | number> {
  const conversation = await startConversation(terminal);
  try {
    const answer = await conversation.ask.confirm({ message });
    if (answer.kind === 'answer' && answer.value) return 'yes';
    terminal.say(answer.kind === 'closed' ? '\nStopped; nothing was changed.\n' : 'Nothing was changed.\n');
    return answer.kind === 'closed' ? (conversation.endedBy() ?? EXIT_CODES.interrupted) : 0;
  } finally {
    conversation.end();
  }
}
