/** Text in pieces, of which the mark at its very end is taken off. */
export type EndMarks = {
  /** @returns what of the text is certain not to be such a mark */
  readonly push: (text: string) => string;
  readonly end: () => string;
};

/**
 * Takes the marks off an answer with which a model ends its turn, and which servers whose template does not fit it let through:
 * `<|im_end|>`, `</s>`. Only at the very end, and no tag that closes one of the text's own.
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
      // Its beginning may have been given out before; then this says nothing, and the end is taken for a mark.
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

/** From where a text may be such a mark, which may have only begun, with blanks behind it. */
function heldFrom(text: string): number {
  const at = text.lastIndexOf('<');
  if (at === -1 || text.length - at > MOST_HELD) return text.length;
  const begun = text.slice(at).toLowerCase();
  const bare = begun.trimEnd();
  const mayBe = MARKS.some((mark) => mark === bare || (bare === begun && mark.startsWith(begun)));
  return mayBe ? at : text.length;
}

/** In UTF-16 code units: a mark, and the blank lines behind it. */
const MOST_HELD = 40;
