import { type Clock, endGroup, type ProcessGroup } from '../../platform/index.ts';

/** A conversation of this program with a command over its standard input and output. */
export type AgentConversation = {
  /** When it is over: the command has done what it was asked for, or nothing more can come of it. Never rejects. */
  readonly over: Promise<ConversationEnd>;
  /** A number that grows with every sign of life. */
  readonly signs: () => number;
  /** Asks the command to give up what it does; over soon, or never. */
  readonly cancel: () => Promise<void>;
  /** Says no more. */
  readonly close: () => void;
};

/** How a conversation ended; `why` is a sentence. */
export type ConversationEnd = { readonly isWell: true } | { readonly isWell: false; readonly why: string };

/** How long a command may take to give up what it does, in milliseconds; within its grace. */
const CANCEL_MS = 5_000;
/** How long one may take to end when nothing more is said to it. */
const CLOSE_MS = 2_000;

/**
 * Ends a command that was talked with, and all that is left of it. One that is ended in the middle of its work is asked to give it up
 * first, so that it can put away what it holds; one that is done gets time to end by itself.
 *
 * @param isOver - whether the conversation came to its own end
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
  // Whoever holds its output open is nobody's any more.
  group.pipes?.output.destroy();
  return { left, end: await talk.over };
}
