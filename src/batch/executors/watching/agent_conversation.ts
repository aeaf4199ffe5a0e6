import { type Clock, endGroup, type ProcessGroup } from '../../../platform/index.ts';

/** A conversation of this program with a command over its standard input and output. */
export type AgentConversation = {
  /** Resolves when it is over: the command has done its task, or nothing more can come of it. Never rejects. */
  readonly over: Promise<ConversationEnd>;
  /** A number that grows with every sign of life. */
  readonly signs: () => number;
  /** Asks the command to stop its work; resolves soon, or never. */
  readonly cancel: () => Promise<void>;
  /** Ends the input. */
  readonly close: () => void;
};

/** The end of a conversation; `why` is a sentence. */
export type ConversationEnd = { readonly isWell: true } | { readonly isWell: false; readonly why: string };

/** Time a command may take to stop its work, in milliseconds; within its grace. */
const CANCEL_MS = 5_000;
/** Time a command may take to end after its input is closed. */
const CLOSE_MS = 2_000;

/**
 * Ends a command after a conversation, and all its remaining processes. One ended in the middle of its work is first asked to
 * stop, so that it can save its state; one that is done gets time to end by itself.
 *
 * @param isOver - whether the conversation ended by itself
 */
export async function endConversation(
  talk: AgentConversation,
  group: ProcessGroup,
  {
    isOver,
    graceMs,
    force,
    clock,
  }: {
    readonly isOver: boolean;
    readonly graceMs: number;
    readonly force?: AbortSignal | undefined;
    readonly clock: Clock;
  },
): Promise<{ readonly left: number; readonly end: ConversationEnd }> {
  const within = async (ms: number, done: Promise<unknown>): Promise<void> => {
    const ended = new AbortController();
    void done.then(() => ended.abort());
    await clock.wait(ms, force === undefined ? ended.signal : AbortSignal.any([ended.signal, force]));
  };
  if (!isOver) await within(Math.min(graceMs, CANCEL_MS), talk.cancel());
  talk.close();
  await within(Math.min(graceMs, CLOSE_MS), group.ended);
  const { left } = await endGroup(group, graceMs, force);
  // A process that still holds its output open no longer belongs to it.
  group.pipes?.output.destroy();
  return { left, end: await talk.over };
}
