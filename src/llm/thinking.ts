/** Text in pieces, of which what the model thinks aloud is kept back. */
export type AnswerStream = {
  /** @returns what of the answer is certain by now */
  readonly push: (text: string) => AnswerPiece;
  readonly end: () => AnswerPiece;
};

/** More of an answer. */
export type AnswerPiece = {
  readonly text: string;
  /** All text that was given out before was thinking, as its end has come without a beginning. */
  readonly isAllVoid: boolean;
};

/**
 * Takes out of an answer what a model thinks aloud before it: in `<think>` and its like, closed or not, and before an end that
 * has no beginning, as it comes where the beginning is a part of the model's prompt. A mark in a sentence or in code is none.
 * A byte order mark at the beginning goes, too.
 *
 * @param options.thinksUnmarked - whether this model is known to end its thoughts without having begun them: then nothing is
 * given out before it is certain
 */
export function answerStream(options: { readonly thinksUnmarked?: boolean } = {}): AnswerStream {
  let state: 'beginning' | 'thinking' | 'doubtful' | 'answer' = 'beginning';
  let closing = '';
  /** What has come and can't be judged yet. */
  let held = '';
  /** What came since the last line end that was given out, and whether that is in a fence: for what a mark stands in. */
  const context = lineContext();
  let isFirst = true;
  const step = (isEnd: boolean): AnswerPiece => {
    let text = '';
    let isAllVoid = false;
    for (;;) {
      if (state === 'beginning') {
        const rest = held.replace(/^[\s\ufeff]+/u, '');
        const mark = MARKS.find(({ open }) => rest.toLowerCase().startsWith(open));
        if (mark) {
          state = 'thinking';
          closing = mark.close;
          held = rest.slice(mark.open.length);
          isFirst = false;
          continue;
        }
        if (!isEnd && MARKS.some(({ open }) => open.startsWith(rest.toLowerCase()))) break;
        // Blank lines before an answer are its own; those behind a thought are not.
        held = isFirst ? held.replace(/^\ufeff/u, '') : rest;
        const beginning = rest.toLowerCase();
        const mayBegin = THINKING_ALOUD.some((opener) => opener.startsWith(beginning));
        if (!isEnd && !options.thinksUnmarked && mayBegin) break;
        const isAloud = THINKING_ALOUD.some((opener) => beginning.startsWith(opener));
        state = options.thinksUnmarked || isAloud ? 'doubtful' : 'answer';
        continue;
      }
      if (state === 'thinking') {
        const at = held.toLowerCase().indexOf(closing);
        if (at === -1) {
          held = isEnd ? '' : held.slice(Math.max(0, held.length - closing.length));
          break;
        }
        held = held.slice(at + closing.length);
        state = 'beginning';
        continue;
      }
      const end = bareEnd(held, context, isEnd);
      if (end.kind === 'found') {
        isAllVoid ||= state === 'answer';
        text = '';
        held = held.slice(end.behind);
        state = 'beginning';
        isFirst = false;
        context.reset();
        continue;
      }
      if (state === 'doubtful' && !isEnd) break;
      const ready = isEnd ? held.length : end.certain;
      text += held.slice(0, ready);
      context.take(held.slice(0, ready));
      held = held.slice(ready);
      break;
    }
    return { text, isAllVoid };
  };
  return {
    push: (piece) => {
      held += piece;
      return step(false);
    },
    end: () => step(true),
  };
}

/** As {@link answerStream}, of a text that is there whole. */
export function withoutThinking(text: string): string {
  const stream = answerStream({ thinksUnmarked: true });
  const first = stream.push(text);
  const last = stream.end();
  return (last.isAllVoid ? '' : first.text) + last.text;
}

/** How models mark what they think: DeepSeek's and Qwen's way, and those of others. In small letters. */
const MARKS = [
  ...['think', 'thinking', 'thought', 'thoughts', 'reasoning', 'seed:think'].map((name) => ({
    open: `<${name}>`,
    close: `</${name}>`,
  })),
  { open: '[think]', close: '[/think]' },
  { open: '◁think▷', close: '◁/think▷' },
  { open: '<|begin_of_thought|>', close: '<|end_of_thought|>' },
  { open: '<|channel|>analysis<|message|>', close: '<|channel|>final<|message|>' },
];

/** How a thought begins that nothing marks as one. What begins so is given out when it is whole, not as it comes. */
const THINKING_ALOUD = [
  ...[
    'okay, ',
    'okay so',
    'ok, ',
    'ok so',
    'alright, ',
    'hmm',
    'let me ',
    'let’s ',
    "let's ",
    'so, ',
    'so the ',
  ],
  ...[
    'we need ',
    'we have to ',
    'we are asked',
    'the user ',
    'the task is',
    'i need ',
    'i should ',
    'i must ',
  ],
  ...['i have to ', 'i am asked', 'i ponder', 'i think ', 'i will need', 'i want to '],
];

/** What is before the text at hand on its line, and whether that is code. */
type LineContext = {
  readonly take: (text: string) => void;
  readonly reset: () => void;
  readonly line: () => string;
  readonly isFenced: () => boolean;
  /** Whether a beginning stands in what was given out: then an end is no end of a thought. */
  readonly hasOpened: () => boolean;
};

function lineContext(): LineContext {
  let line = '';
  let isFenced = false;
  let hasOpened = false;
  const reset = () => {
    line = '';
    isFenced = false;
    hasOpened = false;
  };
  return {
    reset,
    line: () => line,
    isFenced: () => isFenced,
    hasOpened: () => hasOpened,
    take: (text) => {
      hasOpened ||= /<think/iu.test(line.slice(-6) + text);
      const lines = (line + text).split('\n');
      line = lines.pop() ?? '';
      for (const whole of lines) if (/^\s{0,3}(?:```|~~~)/u.test(whole)) isFenced = !isFenced;
    },
  };
}

/** An end of a thought that has no beginning, at the end of its line and not in code; or how much is certain to be before any. */
function bareEnd(
  held: string,
  context: LineContext,
  isEnd: boolean,
): { readonly kind: 'found'; readonly behind: number } | { readonly kind: 'none'; readonly certain: number } {
  const pattern = /<\/(?:think|thinking|seed:think)>[ \t]*(?=[\r\n]|$)/giu;
  for (const match of held.matchAll(pattern)) {
    const behind = match.index + match[0].length;
    // What follows it on its line has yet to come.
    if (behind === held.length && !isEnd) return { kind: 'none', certain: match.index };
    const here = lineContext();
    here.take(context.isFenced() ? '```\n' : '');
    here.take(context.line() + held.slice(0, match.index));
    const isCode = here.isFenced() || (here.line().match(/`/gu)?.length ?? 0) % 2 === 1;
    if (!isCode && !here.hasOpened() && !context.hasOpened()) return { kind: 'found', behind };
  }
  const begun = /<[/a-z:]{0,11}$/iu.exec(held);
  return { kind: 'none', certain: begun === null ? held.length : begun.index };
}
