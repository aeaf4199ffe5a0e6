import { printableLine } from '../lib/index.ts';
import type { Conversation } from './conversation.ts';
import type { ShownEvent, ToolPort } from './tool.ts';

/** The parts of a call that an operation uses. */
export type Call = {
  /** Present if a person can be asked through the client. */
  readonly conversation: Conversation | undefined;
  /** Reports progress to the client, if it asked for it. */
  readonly progress: (message: string) => void;
  readonly signal: AbortSignal;
  readonly force: AbortSignal;
};

/** The client as operations see it. */
export function clientPort({ conversation, progress, signal, force }: Call): ToolPort {
  const ask = <Value>(put: (with_: Conversation) => Value): Promise<Value> =>
    conversation === undefined
      ? Promise.reject(new Error('a question was put where nobody can be asked'))
      : Promise.resolve(put(conversation));
  return {
    canAsk: async () => conversation !== undefined,
    choice: (question) => ask((asked) => asked.choice(question)),
    text: (question) => ask((asked) => asked.text(question)),
    confirm: (question) => ask((asked) => asked.confirm(question)),
    show(event) {
      const message = inWords(event);
      if (message !== undefined) progress(message);
    },
    signal,
    force,
  };
}

/** The words in which an event is reported to a waiting person, if it is. */
function inWords(event: ShownEvent): string | undefined {
  if (event.kind === 'waiting' && 'model' in event)
    return `Waiting for ${printableLine(String(event.model))}`;
  if (event.kind === 'activity' || event.kind === 'waited') return undefined;
  const phase = 'phase' in event && typeof event.phase === 'string' ? ` (phase ${event.phase})` : '';
  return `${event.kind.replaceAll('-', ' ')}${printableLine(phase)}`;
}
