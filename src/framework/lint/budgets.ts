import type { ComponentKind } from '../library/index.ts';

/** The most words that a component of each kind may have, without its front matter. */
export const WORD_BUDGETS: Readonly<Record<ComponentKind, number>> = {
  persona: 270,
  protocol: 330,
  constraint: 90,
};

/** The most words of what the program itself adds to a pair of files. */
export const FRAME_BUDGET = 220;

/** The most words of a pair of files, without what the user supplies. */
export const PAIR_BUDGET = 1300;
