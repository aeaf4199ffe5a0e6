import { printable } from './printable.ts';

/** Text that arrives in pieces and is passed on as it comes. The unfinished end of a piece is held back. */
export type PrintableStream = { readonly push: (text: string) => string; readonly end: () => string };

/** As {@link printable}, for text in pieces: an escape sequence that is cut in two is removed whole. */
export function printableStream(): PrintableStream {
  return held(readyLength, printable);
}

/** The text as it is, but with no character cut in two: half a surrogate pair cannot be written. */
export function wholeStream(): PrintableStream {
  return held(wholeLength, (text) => text);
}

function held(ready: (text: string) => number, show: (text: string) => string): PrintableStream {
  let rest = '';
  return {
    push: (text) => {
      const all = rest + text;
      const length = ready(all);
      rest = all.slice(length);
      return show(all.slice(0, length));
    },
    end: () => {
      const last = rest;
      rest = '';
      return show(last);
    },
  };
}

/** Length of the text before a control sequence that begins and does not end. */
function readyLength(text: string): number {
  let from = 0;
  for (;;) {
    INTRODUCER.lastIndex = from;
    const at = INTRODUCER.exec(text)?.index;
    if (at === undefined) return wholeLength(text);
    COMPLETE.lastIndex = at;
    const complete = COMPLETE.exec(text);
    if (complete) from = at + complete[0].length;
    else if (text.length - at <= LONGEST && begins(text, at)) return at;
    else from = at + 1;
  }
}

function begins(text: string, at: number): boolean {
  BEGUN.lastIndex = at;
  return BEGUN.test(text);
}

function wholeLength(text: string): number {
  return /[\ud800-\udbff]$/u.test(text) ? text.length - 1 : text.length;
}

/** Maximum length of a sequence; waiting for the end of a longer one would only hold text back. */
const LONGEST = 4096;

// After ECMA-48, as in printable.ts: what begins a sequence, one that is whole, and one that the text ends within.
const INTRODUCER = /[\u001b\u0090\u0098\u009b\u009d-\u009f]/gu;
const COMPLETE =
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|(?:\u001b[\]P^_X]|[\u009d\u0090\u009e\u009f\u0098])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)|\u001b(?![\]P^_X[])[ -/]*[0-~]/uy;
const BEGUN =
  /(?:(?:\u001b\[|\u009b)[0-?]*[ -/]*|(?:\u001b[\]P^_X]|[\u009d\u0090\u009e\u009f\u0098])[^\u0007\u001b\u009c]*\u001b?|\u001b[ -/]*)$/uy;
