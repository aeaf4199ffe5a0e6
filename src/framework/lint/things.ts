import { CLAUSE, END, FORBIDS, isForbiddance, TAIL, withoutPlural } from './clauses.ts';
import { isHowItIsDone, isInstruction } from './instructions.ts';

/** A thing that an answer must have or must not have. */
export type Thing = { readonly thing: string; readonly at: number; readonly text: string };

/**
 * `No code`, `leave no TODO`, `without bullet points`, `do not use headings`; a thing is left out if the text after it narrows
 * it.
 */
export function unwantedThings(text: string): Thing[] {
  return [
    ...found(text, `${CLAUSE}(?:leave )?no ${NOUN}(?=${END})`, isInstruction),
    ...found(text, `${FORBIDS} ${HAVE} ${ANY}?${NOUN}(?=${END})`, isForbiddance),
    ...found(text, `\\b(?:avoid|omit|leave out|skip) ${ANY}?${NOUN}(?=${END})`, isInstruction),
    // Parts of an answer only; `name the risk without numbers` says how to name that one thing.
    ...found(text, `\\bwithout ${ANY}?${NOUN}(?=${END})`, isHowItIsDone).filter(isOfAnswers),
  ];
}

/** `Include the code of the fix`, `as a bulleted list`, `show your reasoning step by step`. */
export function wantedThings(text: string): Thing[] {
  const have = `${CLAUSE}(?:also |always |then |please )?${HAVE_SOMEWHERE}`;
  return [
    ...found(text, `${have} ${SOME}?${NOUN}(?=${END}|${MORE})`, isInstruction),
    ...found(
      text,
      `${CLAUSE}${HAVE_SOMEWHERE} ${SOME}[a-z-]{3,12} ${NOUN}(?=${END}|${MORE}| that)`,
      isInstruction,
    ).filter(isOfAnswers),
    ...found(text, `${CLAUSE}mark [^.;\\n]{1,60} (?:with|as) ${SOME}${NOUN}(?=${END})`, isInstruction),
    ...found(text, `\\b(?:as|in the form of) an? ${NOUN}(?=${END}|${MORE})`, isHowItIsDone).filter(
      isOfAnswers,
    ),
  ];
}

/** Verbs that only say that something is there, in all the words that writers use for it. */
const HAVE =
  '(?:use|include|insert|add|give|show|offer|present|propose|provide|output|print|return|write|have|make|attach|append)';

/** An answer that has to begin or end with a thing has it; one that must not end with it may still have it. */
const HAVE_SOMEWHERE = `(?:${HAVE}|(?:begin|start|open|end|close) with)`;

const ANY = '(?:any |an? |the |your |its |more |further )';
const SOME =
  '(?:(?:up to |at least |at most )?(?:an?|the|your|one|two|three|four|five|\\d{1,3}|some|several|all|each|its) )';
const NOUN = '(bullet points?|bullet(?:ed)? lists?|[a-z][a-z-]{2,18})\\b';

/** Words after a wanted thing that do not change it; `code that works` is another thing than `code`. */
const MORE = `${TAIL}| (?:of|and|step by step)\\b`;

/** Parts and forms of an answer. */
const OF_ANSWERS: ReadonlySet<string> = new Set(
  'bullet code comment diagram emoji example footnote introduction jargon link list option preamble reasoning source citation summary thinking'.split(
    ' ',
  ),
);

function isOfAnswers({ thing }: Thing): boolean {
  return OF_ANSWERS.has(thing);
}

/** Words after `no` that name nothing. */
const NOTHING =
  /^(?:more|less|other|one|matter|need|doubt|longer|fewer|further|such|exception|nothing|none|anything|it|that|this|them|there)$/u;

function found(text: string, pattern: string, counts: (text: string, at: number) => boolean): Thing[] {
  return [...text.matchAll(new RegExp(pattern, 'gimu'))]
    .filter((match) => counts(text, match.index))
    .map((match) => ({ thing: stem(match[1] ?? ''), at: match.index, text: match[0] }))
    .filter(({ thing }) => !NOTHING.test(thing));
}

function stem(noun: string): string {
  const singular = withoutPlural(noun);
  return singular.startsWith('bullet') ? 'bullet' : singular;
}
