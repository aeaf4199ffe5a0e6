import { endMarks } from './end_marks.ts';
import { innerThoughts } from './inner_thoughts.ts';

/** Text in pieces, without the model's thoughts. */
export type AnswerStream = {
  /** @returns the part of the answer that is certain by now */
  readonly push: (text: string) => AnswerPiece;
  readonly end: () => AnswerPiece;
};

/** More of an answer. */
export type AnswerPiece = {
  readonly text: string;
  /** Whether all text returned before was thinking, because its end came without a beginning. */
  readonly isAllVoid: boolean;
};

/**
 * Removes a model's thoughts from an answer: those before it, in `<think>` and similar tags, closed or not; those before an end
 * without a beginning, which occurs where the beginning is part of the prompt; and those between its parts. A marker in a
 * sentence or in code does not count. A byte order mark at the beginning is removed, too.
 *
 * @param options.thinksUnmarked - whether this model is known to close its thoughts without having opened them: then nothing is
 *   returned before it is certain
 */
export function answerStream(options: { readonly thinksUnmarked?: boolean } = {}): AnswerStream {
  let state: 'beginning' | 'thinking' | 'doubtful' | 'answer' = 'beginning';
  let closing = '';
  /** Text received that cannot be judged yet. */
  let held = '';
  /** Number of characters of `held` already searched: they contain no end of a thought. */
  let read = 0;
  /** Blank text at the beginning. */
  let blank = '';
  /** The context in which a marker after the searched text would appear. */
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
        // Blank lines before an answer belong to it; those after a thought do not.
        held = isFirst ? blank.replace(/^\ufeff/u, '') + rest : rest;
        blank = '';
        continue;
      }
      if (state === 'thinking') {
        const closed = closedAt(held, closing);
        if (closed === undefined) {
          held = isEnd ? '' : held.slice(Math.max(0, held.length - closing.length - MAX_BLANKS));
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

/** As {@link answerStream}, for a complete text. */
export function withoutThinking(text: string): string {
  const stream = answerStream({ thinksUnmarked: true });
  const first = stream.push(text);
  const last = stream.end();
  return (last.isAllVoid ? '' : first.text) + last.text;
}

/** Tags, which may have attributes, or blanks before their end: `<think>`, `<thinking type="deep">`. */
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

/** The markers of thoughts: DeepSeek's and Qwen's, and those of others. In lower case. */
const MARKS = [
  ...TAGS.map((name) => ({ open: `<${name}>`, close: `</${name}>` })),
  { open: '[think]', close: '[/think]' },
  { open: '◁think▷', close: '◁/think▷' },
  { open: '<|begin_of_thought|>', close: '<|end_of_thought|>' },
  { open: '<|channel|>analysis<|message|>', close: '<|channel|>final<|message|>' },
];

/** The marker that a text begins with, and its length; `begun` if its end has yet to come. */
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

/** The position after the end of a thought; blanks may come before the bracket of a tag. */
function closedAt(text: string, closing: string): number | undefined {
  const small = text.toLowerCase();
  if (!closing.startsWith('</')) {
    const at = small.indexOf(closing);
    return at === -1 ? undefined : at + closing.length;
  }
  const stem = closing.slice(0, -1);
  for (let at = small.indexOf(stem); at !== -1; at = small.indexOf(stem, at + 1)) {
    const behind = at + stem.length;
    const blanks = /^[ \t]*/u.exec(text.slice(behind, behind + MAX_BLANKS))?.[0].length ?? 0;
    if (text[behind + blanks] === '>') return behind + blanks + 1;
  }
  return undefined;
}

const MAX_BLANKS = 2;

/** The beginnings of unmarked thoughts. Text that begins so is returned when it is complete, not as it arrives. */
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

/** The context of the current text, as far as it decides whether that is code. */
type LineContext = {
  readonly take: (text: string) => void;
  readonly isCode: () => boolean;
  /** Whether the text so far contains an opening marker: then an end is not an unmatched one. */
  readonly hasOpened: () => boolean;
};

function lineContext(): LineContext {
  /** The beginning of the line, enough to tell whether it begins or ends a fence: some answers are one line of a megabyte. */
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

/** The length of a fence with up to three blanks before it, and of `<think`. */
const LONGEST_BEGINNING = 6;

/**
 * An end of a thought that has no beginning, at the end of its line and not in code; or the number of characters certain to be
 * before any.
 *
 * @param read - the position to start from; the context describes the text before it, and afterwards the text before the end or
 *   all that is certain
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
    // The rest of its line has yet to come.
    if (behind === held.length && !isEnd) return { kind: 'none', certain: match.index };
    if (!context.isCode() && !context.hasOpened()) return { kind: 'found', behind };
  }
  const begun = /<[/a-z:]{0,11}[ \t]{0,2}$/iu.exec(held.slice(-LONGEST_BEGUN));
  const certain = begun === null ? held.length : held.length - begun[0].length;
  takeTo(Math.max(taken, certain));
  return { kind: 'none', certain: taken };
}

/** The length of an incomplete end: its bracket and what may follow. */
const LONGEST_BEGUN = 14;
