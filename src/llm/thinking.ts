import { endMarks } from './end_marks.ts';
import { innerThoughts } from './inner_thoughts.ts';

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
 * has no beginning, as it comes where the beginning is a part of the model's prompt; and what it thinks between the parts of it. A
 * mark in a sentence or in code is none. A byte order mark at the beginning goes, too.
 *
 * @param options.thinksUnmarked - whether this model is known to end its thoughts without having begun them: then nothing is
 * given out before it is certain
 */
export function answerStream(options: { readonly thinksUnmarked?: boolean } = {}): AnswerStream {
  let state: 'beginning' | 'thinking' | 'doubtful' | 'answer' = 'beginning';
  let closing = '';
  /** What has come and can't be judged yet. */
  let held = '';
  /** So much of what is held has been read: no end of a thought is in it. */
  let read = 0;
  /** Blank text at the beginning. */
  let blank = '';
  /** What a mark behind what was read would stand in. */
  let context = lineContext();
  let isFirst = true;
  const step = (isEnd: boolean): AnswerPiece => {
    let text = '';
    let isAllVoid = false;
    for (;;) {
      if (state === 'beginning') {
        const rest = held.replace(/^[\s\ufeff]+/u, '');
        blank += held.slice(0, held.length - rest.length);
        held = rest;
        const mark = markAt(rest);
        if (mark === 'begun' && !isEnd) break;
        if (mark && mark !== 'begun') {
          state = 'thinking';
          closing = mark.close;
          held = rest.slice(mark.length);
          blank = '';
          isFirst = false;
          continue;
        }
        if (!isEnd && MARKS.some(({ open }) => open.startsWith(rest.toLowerCase()))) break;
        const beginning = rest.toLowerCase();
        const mayBegin = THINKING_ALOUD.some((opener) => opener.startsWith(beginning));
        if (!isEnd && !options.thinksUnmarked && mayBegin) break;
        const isAloud = THINKING_ALOUD.some((opener) => beginning.startsWith(opener));
        state = options.thinksUnmarked || isAloud ? 'doubtful' : 'answer';
        // Blank lines before an answer are its own; those behind a thought are not.
        held = isFirst ? blank.replace(/^\ufeff/u, '') + rest : rest;
        blank = '';
        continue;
      }
      if (state === 'thinking') {
        const closed = closedAt(held, closing);
        if (closed === undefined) {
          held = isEnd ? '' : held.slice(Math.max(0, held.length - closing.length - MOST_BLANKS));
          break;
        }
        held = held.slice(closed);
        state = 'beginning';
        continue;
      }
      const end = bareEnd(held, read, context, isEnd);
      read = 0;
      if (end.kind === 'found') {
        isAllVoid ||= state === 'answer';
        text = '';
        held = held.slice(end.behind);
        state = 'beginning';
        isFirst = false;
        context = lineContext();
        continue;
      }
      if (state === 'doubtful' && !isEnd) {
        read = end.certain;
        break;
      }
      const ready = isEnd ? held.length : end.certain;
      text += held.slice(0, ready);
      held = held.slice(ready);
      break;
    }
    return { text, isAllVoid };
  };
  let inner = innerThoughts();
  let ends = endMarks();
  const withoutInner = ({ text, isAllVoid }: AnswerPiece): AnswerPiece => {
    if (isAllVoid) {
      inner = innerThoughts();
      ends = endMarks();
    }
    return { text: ends.push(inner.push(text)), isAllVoid };
  };
  return {
    push: (piece) => {
      held += piece;
      return withoutInner(step(false));
    },
    end: () => {
      const { text, isAllVoid } = withoutInner(step(true));
      return { text: text + ends.push(inner.end()) + ends.end(), isAllVoid };
    },
  };
}

/** As {@link answerStream}, of a text that is there whole. */
export function withoutThinking(text: string): string {
  const stream = answerStream({ thinksUnmarked: true });
  const first = stream.push(text);
  const last = stream.end();
  return (last.isAllVoid ? '' : first.text) + last.text;
}

/** In tags that may have attributes, or blanks before their end: `<think>`, `<thinking type="deep">`. */
const TAGS = [
  'think',
  'thinking',
  'thought',
  'thoughts',
  'reasoning',
  'reflection',
  'scratchpad',
  'analysis',
  'seed:think',
];

/** How models mark what they think: DeepSeek's and Qwen's way, and those of others. In small letters. */
const MARKS = [
  ...TAGS.map((name) => ({ open: `<${name}>`, close: `</${name}>` })),
  { open: '[think]', close: '[/think]' },
  { open: '◁think▷', close: '◁/think▷' },
  { open: '<|begin_of_thought|>', close: '<|end_of_thought|>' },
  { open: '<|channel|>analysis<|message|>', close: '<|channel|>final<|message|>' },
];

/** The mark that a text begins with, and how long it is there; `begun` where its end has yet to come. */
function markAt(text: string): { readonly close: string; readonly length: number } | 'begun' | undefined {
  const plain = MARKS.find(({ open }) => text.slice(0, LONGEST_TAG).toLowerCase().startsWith(open));
  if (plain !== undefined) return { close: plain.close, length: plain.open.length };
  const [tag, name, end] = TAG.exec(text.slice(0, LONGEST_TAG)) ?? [];
  if (tag === undefined) return undefined;
  if (end === '>') return { close: `</${name?.toLowerCase()}>`, length: tag.length };
  return tag.length === text.length && text.length < LONGEST_TAG ? 'begun' : undefined;
}

const TAG = new RegExp(`^<(${TAGS.join('|')})[ \\t][^<>]*(>?)`, 'iu');
/** In UTF-16 code units. */
const LONGEST_TAG = 120;

/** Where what follows the end of a thought begins; blanks may stand before the bracket of a tag. */
function closedAt(text: string, closing: string): number | undefined {
  const small = text.toLowerCase();
  if (!closing.startsWith('</')) {
    const at = small.indexOf(closing);
    return at === -1 ? undefined : at + closing.length;
  }
  const stem = closing.slice(0, -1);
  for (let at = small.indexOf(stem); at !== -1; at = small.indexOf(stem, at + 1)) {
    const behind = at + stem.length;
    const blanks = /^[ \t]*/u.exec(text.slice(behind, behind + MOST_BLANKS))?.[0].length ?? 0;
    if (text[behind + blanks] === '>') return behind + blanks + 1;
  }
  return undefined;
}

const MOST_BLANKS = 2;

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

/** What stands before the text at hand, as far as it says whether that is code. */
type LineContext = {
  readonly take: (text: string) => void;
  readonly isCode: () => boolean;
  /** Whether a beginning stands in what was taken: then an end is no end of a thought. */
  readonly hasOpened: () => boolean;
};

function lineContext(): LineContext {
  /** Of the line, as much as says whether it begins or ends a fence: some answers are one line of a megabyte. */
  let beginning = '';
  let hasOddTicks = false;
  let lastCharacters = '';
  let isFenced = false;
  let hasOpened = false;
  return {
    isCode: () => isFenced || hasOddTicks,
    hasOpened: () => hasOpened,
    take: (text) => {
      hasOpened ||= /<think/iu.test(lastCharacters + text);
      lastCharacters = (lastCharacters + text).slice(-LONGEST_BEGINNING);
      for (const [index, part] of text.split('\n').entries()) {
        if (index > 0) {
          if (/^\s{0,3}(?:```|~~~)/u.test(beginning)) isFenced = !isFenced;
          beginning = '';
          hasOddTicks = false;
        }
        if (beginning.length < LONGEST_BEGINNING) beginning += part.slice(0, LONGEST_BEGINNING);
        if ((part.match(/`/gu)?.length ?? 0) % 2 === 1) hasOddTicks = !hasOddTicks;
      }
    },
  };
}

/** Of a fence, three blanks before it included, and of `<think`. */
const LONGEST_BEGINNING = 6;

/**
 * An end of a thought that has no beginning, at the end of its line and not in code; or how much is certain to be before any.
 *
 * @param read - where to begin; the context is what stands before it, and afterwards what stands before the end or all that is
 * certain
 */
function bareEnd(
  held: string,
  read: number,
  context: LineContext,
  isEnd: boolean,
): { readonly kind: 'found'; readonly behind: number } | { readonly kind: 'none'; readonly certain: number } {
  const pattern = /<\/(?:think|thinking|seed:think)[ \t]{0,2}>[ \t]*(?=[\r\n]|$)/giu;
  pattern.lastIndex = read;
  let taken = read;
  const takeTo = (place: number) => {
    context.take(held.slice(taken, place));
    taken = place;
  };
  for (let match = pattern.exec(held); match !== null; match = pattern.exec(held)) {
    const behind = match.index + match[0].length;
    takeTo(match.index);
    // What follows it on its line has yet to come.
    if (behind === held.length && !isEnd) return { kind: 'none', certain: match.index };
    if (!context.isCode() && !context.hasOpened()) return { kind: 'found', behind };
  }
  const begun = /<[/a-z:]{0,11}[ \t]{0,2}$/iu.exec(held.slice(-LONGEST_BEGUN));
  const certain = begun === null ? held.length : held.length - begun[0].length;
  takeTo(Math.max(taken, certain));
  return { kind: 'none', certain: taken };
}

/** Of an end that has begun: its bracket and what may follow. */
const LONGEST_BEGUN = 14;
