import { createInterface } from 'node:readline';
import type { Terminal } from '../terminal/index.ts';
import { checkedLines, type LineFault } from './checked_lines.ts';
import { turnText } from './turn_text.ts';

/** The result of reading the next message. */
export type ReadTurn =
  | { readonly kind: 'turn'; readonly text: string }
  /** There is no more input. */
  | { readonly kind: 'ended' }
  /** A line is not text, and nothing after it is read. */
  | { readonly kind: 'unreadable'; readonly line: number; readonly why: string }
  | { readonly kind: 'interrupted' };

/** Reads messages: from a person, or from the lines of standard input. */
export type TurnReader = {
  readonly next: (signal: AbortSignal) => Promise<ReadTurn>;
  /** Restores the terminal. */
  readonly end: () => void;
};

/** Starts to read. Lines that arrive early wait. */
export function openTurnReader(terminal: Terminal): TurnReader {
  const redraws = terminal.interactive && !terminal.accessible;
  let fault: LineFault | undefined;
  const checked = checkedLines((found) => {
    fault = found;
  });
  const input = process.stdin.isTTY ? process.stdin : process.stdin.pipe(checked);
  const readline = createInterface({ input, output: process.stderr, terminal: redraws });
  const text = turnText();
  const waiting: ReadTurn[] = [];
  let take: ((read: ReadTurn) => void) | undefined;
  let isPasted = false;
  const deliver = (read: ReadTurn) => {
    if (take) take(read);
    else waiting.push(read);
  };
  const prompt = () => {
    if (!terminal.interactive) return;
    const shown = text.hasBegun() ? '... ' : 'you> ';
    if (!redraws) return terminal.say(shown);
    readline.setPrompt(shown);
    readline.prompt();
  };
  readline.on('line', (line) => {
    const whole = text.add(line, { pasted: isPasted });
    if (whole !== undefined) deliver({ kind: 'turn', text: whole });
    else if (!isPasted) prompt();
  });
  readline.on('SIGINT', () => deliver({ kind: 'interrupted' }));
  readline.on('close', () => {
    // A message that an unreadable line would have ended is dropped.
    const last = fault === undefined ? text.flush() : undefined;
    if (fault !== undefined) deliver({ kind: 'unreadable', ...fault });
    if (last !== undefined) deliver({ kind: 'turn', text: last });
    deliver({ kind: 'ended' });
  });
  const onKey = (_: string | undefined, key: { readonly name?: string }) => {
    if (key.name === 'paste-start') isPasted = true;
    if (key.name === 'paste-end') isPasted = false;
  };
  /** Between messages the terminal is restored, so that Ctrl-C is a signal. */
  const own = (takes: boolean) => {
    if (!redraws) return;
    terminal.say(takes ? PASTE_ON : PASTE_OFF);
    process.stdin.setRawMode(takes);
    if (takes) readline.resume();
    else readline.pause();
  };
  if (redraws) {
    process.stdin.on('keypress', onKey);
    own(false);
  }
  return {
    next: (signal) =>
      new Promise((resolve) => {
        const settle = (read: ReadTurn) => {
          take = undefined;
          signal.removeEventListener('abort', onAbort);
          own(false);
          resolve(read);
        };
        const onAbort = () => settle({ kind: 'interrupted' });
        const ready = waiting.shift();
        if (ready) return resolve(ready);
        take = settle;
        signal.addEventListener('abort', onAbort);
        own(true);
        prompt();
        if (signal.aborted) onAbort();
      }),
    end: () => {
      process.stdin.off('keypress', onKey);
      readline.removeAllListeners();
      readline.close();
      process.stdin.unpipe(checked);
      process.stdin.pause();
    },
  };
}

/** Bracketed paste, after xterm's control sequences: the terminal marks the beginning and end of pasted text. */
const PASTE_ON = '\u001b[?2004h';
const PASTE_OFF = '\u001b[?2004l';
