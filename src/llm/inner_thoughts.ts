/** Text in pieces, without the thoughts in the middle. */
export type InnerThoughts = {
  /** @returns the text that is certain by now */
  readonly push: (text: string) => string;
  readonly end: () => string;
};

/**
 * Removes the thoughts between the parts of an answer (`<think>…</think>`, from the beginning of a line), and the markers around
 * what the model calls its solution. A marker in a sentence or in a code fence does not count, and an unclosed one stays: it may
 * be part of the answer.
 */
export function innerThoughts(): InnerThoughts {
  let held = '';
  let out = '';
  /** The marker of the current thought; `held` begins with it. */
  let thought: Mark | undefined;
  let searched = 0;
  let isLineStart = true;
  let isBehindMark = false;
  let fence: string | undefined;
  let hasSolution = false;

  const give = (length: number) => {
    out += held.slice(0, length);
    held = held.slice(length);
  };
  const drop = (length: number) => {
    held = held.slice(length);
    isBehindMark = true;
    isLineStart = true;
  };
  /** @returns whether the end of the thought was found */
  const inThought = (mark: Mark, isEnd: boolean): boolean => {
    const close = new RegExp(mark.close, 'giu');
    close.lastIndex = searched;
    if (close.exec(held) === null) {
      searched = Math.max(searched, held.length - mark.close.length);
      if (isEnd) give(held.length);
      return false;
    }
    drop(close.lastIndex);
    thought = undefined;
    return true;
  };
  const atLineStart = (isEnd: boolean): boolean => {
    const rest = held.replace(/^ {1,3}/u, '');
    const start = rest.slice(0, LONGEST_MARK).toLowerCase();
    const marks = /^(?:`{3,}|~{3,})/u.exec(rest)?.[0];
    const mayBegin = [SOLUTION.open, '```', '~~~', ...INNER.map(({ open }) => open)];
    if (!isEnd && (marks === rest || mayBegin.some((mark) => mark !== start && mark.startsWith(start))))
      return false;
    const mark = fence === undefined ? INNER.find(({ open }) => start.startsWith(open)) : undefined;
    if (mark !== undefined) {
      thought = mark;
      searched = held.length - rest.length + mark.open.length;
    } else if (fence === undefined && start.startsWith(SOLUTION.open)) {
      hasSolution = true;
      drop(held.length - rest.length + SOLUTION.open.length);
    } else {
      if (marks !== undefined) fence = fenceAfter(fence, marks);
      isLineStart = false;
    }
    return true;
  };
  const inLine = (isEnd: boolean): boolean => {
    const end = held.indexOf('\n') + 1;
    const line = end === 0 ? held : held.slice(0, end);
    const at = hasSolution && fence === undefined ? line.indexOf(SOLUTION.close) : -1;
    if (at !== -1) {
      give(at);
      held = held.slice(SOLUTION.close.length);
      hasSolution = false;
      return true;
    }
    const begun = hasSolution && end === 0 && !isEnd ? line.lastIndexOf('<') : -1;
    const isBegun = begun !== -1 && SOLUTION.close.startsWith(line.slice(begun));
    give(isBegun ? begun : line.length);
    isLineStart = end > 0;
    return isLineStart;
  };
  const step = (isEnd: boolean): string => {
    for (;;) {
      if (isBehindMark) held = held.trimStart();
      if (held === '') break;
      isBehindMark = false;
      if (thought !== undefined) {
        if (!inThought(thought, isEnd)) break;
      } else if (!(isLineStart ? atLineStart(isEnd) : inLine(isEnd))) break;
    }
    const ready = out;
    out = '';
    return ready;
  };
  return {
    push: (piece) => {
      held += piece;
      return step(false);
    },
    end: () => step(true),
  };
}

type Mark = { readonly open: string; readonly close: string };

const INNER: readonly Mark[] = ['think', 'thinking', 'thought', 'thoughts', 'reasoning', 'seed:think'].map(
  (name) => ({
    open: `<${name}>`,
    close: `</${name}>`,
  }),
);
const SOLUTION: Mark = { open: '<|begin_of_solution|>', close: '<|end_of_solution|>' };
/** In UTF-16 code units. */
const LONGEST_MARK = 24;

/** The fence that is open after a line that begins with these characters. */
function fenceAfter(fence: string | undefined, marks: string): string | undefined {
  if (fence === undefined) return marks;
  return marks[0] === fence[0] && marks.length >= fence.length ? undefined : fence;
}
