import type { ComponentKind } from '../library/index.ts';
import { WORD_BUDGETS } from '../lint/index.ts';

/** What a component of one kind is, as it is said to a model that writes one. What is checked are the rules of `lint/`. */
export type KindRules = {
  readonly owns: string;
  readonly mustNot: string;
  readonly shape: readonly string[];
  /** Fewest and most words, counted between white space. */
  readonly words: readonly [number, number];
};

/** The rules of each kind. Every kind of behaviour has one owner, so that any three components can stand together. */
export const KIND_RULES: Readonly<Record<ComponentKind, KindRules>> = {
  persona: {
    owns: 'whom the work serves, what is weighed first, how cases are decided, how this role goes wrong, how it talks',
    mustNot:
      'work steps, output headings, turn-taking, hard limits, biography, years of experience, praise of itself',
    shape: [
      'Begin with "Your role is …": one or two sentences on the function, whom it serves and what harm or waste it prevents; then four to six concrete things it knows to look for.',
      'A numbered list of three to five priorities, the first one first.',
      'Three to five rules of the form "If …, …" that a reader could apply to a case.',
      'Three to five ways in which this role goes wrong, each with what to do instead.',
      'A last line "Voice: …" that names what can be observed, never adjectives alone.',
    ],
    words: [90, WORD_BUDGETS.persona],
  },
  protocol: {
    owns: 'the order of work, who speaks next, the questions, when to stop, the form of the output',
    mustNot: '"You are …", tone, values, rules that apply outside its phases',
    shape: [
      'A first line "INTERACTION:" with one of: single pass, gated phases, turn by turn, iterative rounds; and what that means here.',
      'Three to six blocks "Phase N - Name." that say what to do, each ending in "Exit:" with something a reader can see.',
      'A line "STOP", then four lines: "done:", "blocked:", "budget:", "user says stop:".',
      'A line "OUTPUT", then the headings in order ("## Heading   what stands under it"), what to write when a section is empty, and one tiny filled example.',
    ],
    words: [120, WORD_BUDGETS.protocol],
  },
  constraint: {
    owns: 'one limit on the result or on conduct, with its own pass or fail test',
    mustNot: 'more than one limit, steps, turn-taking, role talk, softeners such as "where possible"',
    shape: [
      'Five fields, each beginning a line: "RULE:" (one sentence), "BECAUSE:" (one sentence), "APPLIES WHEN:" (something that can be seen), "TEST:" (how a reader marks pass or fail), "INSTEAD:" (what to do at the edge).',
    ],
    words: [25, WORD_BUDGETS.constraint],
  },
};
