import type { ComponentKind } from '../library/index.ts';
import { outputHeadingsIn } from '../lint/index.ts';

/**
 * Faults that keep a generated text from reading like its siblings: fields, lists and numbered phases instead of sentences. A
 * person may write a component in any shape; a model is told this one in {@link KIND_RULES}, and held to it.
 */
export function shapeFaults(kind: ComponentKind, text: string): string[] {
  return SHAPES[kind].flatMap(({ pattern, because }) => {
    const found = pattern.exec(text)?.[0].trim().slice(0, 40);
    return found === undefined ? [] : [`it holds ${JSON.stringify(found)}, but ${because}`];
  });
}

/** The most output headings of a protocol. */
const MAX_HEADINGS = 3;

/** Faults in the headings of a protocol's output. */
export function headingFaults(kind: ComponentKind, text: string): string[] {
  const headings = kind === 'protocol' ? outputHeadingsIn(text).length : 0;
  return headings > MAX_HEADINGS
    ? [`it has ${headings} output headings; a protocol has at most ${MAX_HEADINGS}`]
    : [];
}

type Shape = { readonly pattern: RegExp; readonly because: string };

const LIST: Shape = {
  pattern: /^[ \t]{0,8}(?:[-*•]|\d{1,2}[.)])[ \t]+\S[^\n]{0,40}/mu,
  because: 'a sibling says it in sentences, not in a list',
};

const HEADING: Shape = { pattern: /^#{1,6} [^\n]{0,40}/mu, because: 'it has no headings' };

const SHAPES: Readonly<Record<ComponentKind, readonly Shape[]>> = {
  persona: [
    { pattern: /^(?!Your?\b)[^\n]{1,40}/u, because: 'a persona begins with "You"' },
    LIST,
    HEADING,
    {
      pattern: /^(?!You\b)[A-Z][a-z]{2,20}(?: [a-z]{2,12}){0,2}:(?=\s)/mu,
      because: 'a sibling has no labels',
    },
  ],
  protocol: [
    {
      pattern: /^[ \t]{0,8}(?:[-*#]{1,6}[ \t]{0,4})?\**(?:Phase|Step) \d[^\n]{0,30}/mu,
      because: 'a sibling tells the way in a paragraph, not in numbered phases',
    },
    {
      pattern: /(?:^|[ \t(])(?:Exit|EXIT):/mu,
      because: 'what ends a part is said in the sentence on it, if at all',
    },
    {
      pattern: /^[ \t]{0,8}(?:STOP\b:?|(?:done|blocked|budget|user says stop):)/mu,
      because: 'a sibling has no block of stop rules',
    },
  ],
  constraint: [
    {
      pattern: /^[ \t]{0,8}\**(?:RULE|BECAUSE|APPLIES WHEN|TEST|INSTEAD|GOOD|BAD)\**:/mu,
      because: 'a sibling says its limit in a sentence, without fields',
    },
    LIST,
    HEADING,
  ],
};
