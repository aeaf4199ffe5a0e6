import type { ComponentKind } from '../library/index.ts';

/** The definition of one kind of component, as given to a model that writes one. The checked rules are those of `lint/`. */
export type KindRules = {
  readonly owns: string;
  readonly mustNot: string;
  readonly shape: readonly string[];
  /** Fewest and most words asked for, separated by white space. */
  readonly words: readonly [number, number];
  /** A text with fewer words is not accepted as one of its kind. */
  readonly fewest: number;
};

/**
 * Rules for every kind, as the shipped components follow them. They were tested as a whole; the effect of each single line was
 * not measured.
 */
export const FOR_ALL: readonly string[] = [
  'The user reads the answer, not the method: the result comes first and can be used as it is. Inventories, plans, counts and restated inputs stay out of it.',
  'The whole job is done in one reply wherever a wrong guess is cheap to correct.',
  'Say only what a capable model would not do by itself: whose interest wins in a conflict, how this kind of work usually goes wrong, what to flag instead of guessing, what to leave alone, when to stop.',
  'Give a reason in one clause in place of a ritual. No phases, exits, quotas, codes or labels.',
  'Plain idiomatic English that a person would enjoy reading, in full sentences.',
];

/** The rules of each kind. Every kind of behaviour has one owner, so that any three components can be combined. */
export const KIND_RULES: Readonly<Record<ComponentKind, KindRules>> = {
  persona: {
    owns: 'whom the work serves, what costs them, what wins in a conflict, where this kind of work goes wrong',
    mustNot:
      'steps, the form of the output, turn-taking, hard limits, biography, years of experience, praise of itself',
    shape: [
      'Two short paragraphs that begin with "You", without lists, labels or headings. The first: whom the work serves, and what it costs them when it goes wrong.',
      'The second: the places where such work fails, described so concretely that a reader would look there, and what wins when two aims collide.',
    ],
    words: [60, 110],
    fewest: 60,
  },
  protocol: {
    owns: 'how to go about the work, who speaks next, when to stop, the form of the answer',
    mustNot: '"You are …", tone, values, numbered phases, "Exit:", a block of stop rules',
    shape: [
      'A first line "INTERACTION:" with one of: single pass, gated phases, turn by turn, iterative rounds. Single pass, unless the point of the work is the user\'s own thinking or a choice that only the user can make. The line is taken off again.',
      'A paragraph on how to go about it: what to settle first, where to look hard, what to do when something is missing or contradicts itself.',
      'A line "OUTPUT", then what the answer holds, the result first; at most three headings, each as "## Heading" on a line of its own, and only where a reader relies on them; the most words it may have.',
    ],
    words: [80, 180],
    fewest: 60,
  },
  constraint: {
    owns: 'one limit on the result or on conduct',
    mustNot:
      'more than one limit, fields such as "RULE:", steps, turn-taking, role talk, softeners such as "where possible"',
    shape: ['One or two sentences, without a list: the limit, with its reason in the same breath.'],
    words: [15, 40],
    fewest: 10,
  },
};
