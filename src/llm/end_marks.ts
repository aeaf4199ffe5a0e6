/** Text in pieces, without the marker at its very end. */
export type EndMarks = {
  /** @returns the text that is certainly not part of such a marker */
  readonly push: (text: string) => string;
  readonly end: () => string;
};

/**
 * Removes the end-of-turn markers that servers with a mismatched template leave in an answer: `<|im_end|>`, `</s>`. Only at the
 * very end, and never a tag that closes one opened in the text.
 */
export function endMarks(): EndMarks {
  let held = '';
  let hasOpened = false;
  return {
    push: (piece) => {
      const text = held + piece;
      const from = heldFrom(text);
      const ready = text.slice(0, from);
      held = text.slice(from);
      // If the opening tag was already returned, this misses it, and the closing one is taken for a marker.
      hasOpened ||= /<s[ >]/iu.test(ready);
      return ready;
    },
    end: () => (hasOpened && /<\/s>\s*$/iu.test(held) ? held : held.replace(AT_END, '')),
  };
}

const MARKS = [
  '<|im_end|>',
  '<|eot_id|>',
  '<|eom_id|>',
  '<|end|>',
  '<|return|>',
  '<|endoftext|>',
  '<|end_of_text|>',
  '<end_of_turn>',
  '<｜end▁of▁sentence｜>',
  '</s>',
];

const AT_END = new RegExp(`(?:${MARKS.map((mark) => mark.replace(/[|]/gu, '\\|')).join('|')})\\s*$`, 'iu');

/** The position from which a text may be such a marker, complete or not, followed by white space. */
function heldFrom(text: string): number {
  const at = text.lastIndexOf('<');
  if (at === -1 || text.length - at > MAX_HELD) return text.length;
  const begun = text.slice(at).toLowerCase();
  const bare = begun.trimEnd();
  const mayBe = MARKS.some((mark) => mark === bare || (bare === begun && mark.startsWith(begun)));
  return mayBe ? at : text.length;
}

/** In UTF-16 code units: a marker, and the blank lines after it. */
const MAX_HELD = 40;
