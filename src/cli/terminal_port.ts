import type { Answer, OperationContext, Port } from '../operations/index.ts';
import type { Terminal } from './terminal/index.ts';
import { type SignalCode, type SignalWatch, watchSignals, watchStops } from './terminal/signals.ts';
import type { Conversation } from './wizard/index.ts';

/** The terminal as an operation's port, until it is ended. */
export type TerminalPort<Event> = Port<Event> & {
  /** Whether a question was put. */
  readonly hasAsked: () => boolean;
  /** The exit code of the signal that ended it, if one did. */
  readonly endedBy: () => SignalCode | undefined;
  /** Restores the terminal. */
  readonly end: () => void;
};

/** The ways in which a command may ask questions. */
export type Asking = {
  /** Whether it asks at all: a person is present, and standard input is not used for data. */
  readonly asks: boolean;
  /** Whether it asks for consent, which switching questions off does not give. */
  readonly isConsent?: boolean;
  /**
   * Whether it runs long: a second signal then forces the end, and the terminal is restored after each question, since
   * something else is shown in between.
   */
  readonly isLongRun?: boolean;
  /** Aborted when the output has no reader left; the operation then ends as at a signal. */
  readonly until?: AbortSignal;
};

/**
 * The terminal as operations see it. The code for questions is loaded when the first one is put, and signals are handled from
 * then on, or from an operation's first wait: before, a signal ends the program as usual.
 */
export function terminalPort<Event>(
  { terminal, context }: { readonly terminal: Terminal; readonly context: OperationContext },
  {
    asks,
    isConsent = false,
    isLongRun = false,
    until,
    show,
  }: Asking & { readonly show: Port<Event>['show'] },
): TerminalPort<Event> {
  const stops = isLongRun ? watchStops() : undefined;
  let watch: SignalWatch | undefined = stops && { ...stops, signal: stops.stopping };
  let conversation: Conversation | undefined;
  const listen = () => {
    watch ??= watchSignals();
    return watch;
  };
  // Consent is asked for once, before an operation that takes long or must not be left half done.
  const isOnce = isLongRun || isConsent;
  let hasConsented = false;
  let answeredBy: SignalCode | undefined;
  const ask = async <Value>(put: (ask: Conversation['ask']) => Promise<Answer<Value>>) => {
    const { startConversation } = await import('./wizard/index.ts');
    if (!isOnce) {
      conversation ??= await startConversation(terminal, listen());
      return put(conversation.ask);
    }
    const once = await startConversation(terminal);
    try {
      return await put(once.ask);
    } finally {
      hasConsented = !isLongRun;
      answeredBy = once.endedBy();
      once.end();
    }
  };
  return {
    canAsk: async () => {
      if (!asks || isConsent) return asks;
      const { isSwitchedOn } = await import('./wizard/index.ts');
      return isSwitchedOn(context, 'prompts');
    },
    choice: (question) => ask((asker) => asker.choice(question)),
    text: (question) => ask((asker) => (question.isSuggested ? asker.line(question) : asker.text(question))),
    confirm: (question) => ask((asker) => asker.confirm(question)),
    secret: (question) => ask((asker) => asker.secret(question)),
    edit: async (text, file) => {
      const { editText } = await import('./wizard/index.ts');
      return editText(context, text, file);
    },
    editFile: async (path) => {
      const { editFile } = await import('./wizard/index.ts');
      return editFile(context, path);
    },
    show,
    get signal() {
      const { signal } = listen();
      return until === undefined ? signal : AbortSignal.any([signal, until]);
    },
    ...(stops && { force: stops.force }),
    hasAsked: () => conversation !== undefined || hasConsented,
    endedBy: () => watch?.endedBy() ?? answeredBy,
    end: () => {
      conversation?.end();
      watch?.end();
    },
  };
}
