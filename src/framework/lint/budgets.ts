import type { ComponentKind } from '../library/index.ts';

/** The most words that a component of each kind may have, without its front matter. */
export const WORD_BUDGETS: Readonly<Record<ComponentKind, number>> = {
  persona: 110,
  protocol: 180,
  constraint: 45,
};

/** The most words of the text that the program itself adds to a pair of files, headings excluded. */
export const FRAME_BUDGET = 120;

/** The most words of a pair of files, without the user's. */
export const PAIR_BUDGET = 600;
