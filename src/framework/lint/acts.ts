import { CLAUSE, END, FORBIDS, TAIL, withoutPlural } from './clauses.ts';

/** Something to do or to leave: a verb and what it is done to, both without endings and articles. */
export type Act = {
  readonly verb: string;
  /** Empty where nothing is named: `Never guess.` forbids whatever could be guessed. */
  readonly object: string;
  readonly at: number;
  readonly text: string;
};

const OBJECT =
  '(?:the |an? |any |all |each |every |its |their |your )?(?:[a-z-]{3,15} )?[a-z][a-z-]{2,20}\\b';

const WITHOUT = '\\b(?:without|avoid|refrain from)';

/** `Never rename a file`, `do not rename files`, `Never guess`. What goes on behind the object narrows it, and does not count. */
export function forbiddenActs(text: string): Act[] {
  return [
    ...found(text, `${FORBIDS} ([a-z]{3,15}) (${OBJECT})(?=${END})`),
    ...found(text, `${WITHOUT} ([a-z]{3,15}ing) (${OBJECT})(?=${END})`),
    ...found(text, `${FORBIDS} ([a-z]{3,15})()(?=${END})`),
    ...found(text, `${WITHOUT} ([a-z]{3,15}ing)()(?=${END})`),
    ...keptAsTheyAre(text),
  ];
}

/** What nobody may do to things that stay as they are. */
const CHANGES = 'change correct edit fix improve mend rename replace reword rewrite translate update'.split(
  ' ',
);

function keptAsTheyAre(text: string): Act[] {
  const pattern = `${CLAUSE}()(?:leave|keep) (${OBJECT}) (?:exactly )?(?:as (?:it is|they are)|unchanged|untouched)(?=${END})`;
  return found(text, pattern).flatMap((kept) => CHANGES.map((verb) => ({ ...kept, verb: rootOf(verb) })));
}

/** `Rename the file` as a sentence or clause of its own; what goes on with `to`, `for` or `in` says where, and takes nothing back. */
export function statedActs(text: string): Act[] {
  const verb = `${CLAUSE}(?:always |please |also |then )?([a-z]{3,15})`;
  return [
    ...found(text, `${verb} (${OBJECT})(?=${END}|${TAIL})`),
    ...found(
      text,
      `${verb}()(?= (?:the|an?|any|all|each|every|its|their|your|what|which|who|how|why|where|on|for|about|over)\\b)`,
    ),
  ];
}

/** Whether what one text says to do is what another forbids. */
export function isForbidden(stated: Act, forbidden: Act): boolean {
  return (
    stated.verb === forbidden.verb &&
    (forbidden.object === '' || (stated.object !== '' && isSameThing(stated.object, forbidden.object)))
  );
}

/** Whether a thing is what another word means, old files being files. */
function isSameThing(one: string, other: string): boolean {
  return one === other || one.endsWith(` ${other}`) || (SPELLING.test(one) && SPELLING.test(other));
}

const SPELLING = /^(?:spelling|typo|spelling mistake)$/u;

function found(text: string, pattern: string): Act[] {
  return [...text.matchAll(new RegExp(pattern, 'gimu'))].map((match) => ({
    verb: rootOf(match[1] ?? ''),
    object: stem(match[2] ?? ''),
    at: match.index,
    text: match[0],
  }));
}

/** The same for `ask` and `asking`, `cite` and `citing`, `cut` and `cutting`. */
function rootOf(verb: string): string {
  return verb
    .toLowerCase()
    .replace(/(?<=[a-z]{3})ing$/u, '')
    .replace(/e$/u, '')
    .replace(/([^aeiou])\1$/u, '$1');
}

const DETERMINER = /^(?:the|an?|any|all|each|every|its|their|your) /iu;

function stem(noun: string): string {
  return withoutPlural(noun.replace(DETERMINER, ''));
}
