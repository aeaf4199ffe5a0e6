import { printableLine } from '../lib/index.ts';
import type { Conversation } from './conversation.ts';
import type { ShownEvent, ToolPort } from './tool.ts';

/** What a call has for an operation. */
export type Call = {
  /** Where a person can be asked by way of the client. */
  readonly conversation: Conversation | undefined;
  /** Tells the client how it goes on, where it wants to know. */
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

/** What of an event a person who waits is told. */
function inWords(event: ShownEvent): string | undefined {
  if (event.kind === 'waiting' && 'model' in event)
    return `Waiting for ${printableLine(String(event.model))}`;
  if (event.kind === 'activity' || event.kind === 'waited') return undefined;
  const phase = 'phase' in event && typeof event.phase === 'string' ? ` (phase ${event.phase})` : '';
  return `${event.kind.replaceAll('-', ' ')}${printableLine(phase)}`;
}
