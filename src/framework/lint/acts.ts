import { CLAUSE, END, FORBIDS, isForbiddance, TAIL, withoutPlural } from './clauses.ts';
import { isHowItIsDone, isInstruction } from './instructions.ts';

/** An act to do or to avoid: a verb and its object, both without endings and articles. */
export type Act = {
  readonly verb: string;
  /** Empty if no object is named: `Never guess.` forbids guessing anything. */
  readonly object: string;
  readonly at: number;
  readonly text: string;
};

const OBJECT =
  '(?:the |an? |any |all |each |every |its |their |your )?(?:[a-z-]{3,15} )?[a-z][a-z-]{2,20}\\b';

/** `without …ing`; `without warning` is excluded, because it only says how suddenly something comes. */
const WITHOUT = '\\bwithout (?!warning\\b)([a-z]{3,15}ing)';

const AVOID = '\\b(?:avoid|refrain from) ([a-z]{3,15}ing)';

/** `Never rename a file`, `do not rename files`, `Never guess`. An act is left out if the text after its object narrows it. */
export function forbiddenActs(text: string): Act[] {
  const behind = [` (${OBJECT})(?=${END})`, `()(?=${END})`];
  return [
    ...behind.flatMap((object) => [
      ...found(text, `${FORBIDS} ([a-z]{3,15})${object}`, isForbiddance),
      ...found(text, `${AVOID}${object}`, isInstruction),
      ...found(text, `${WITHOUT}${object}`, isHowItIsDone),
    ]),
    ...keptAsTheyAre(text),
  ];
}

/** The acts forbidden for things that stay as they are. */
const CHANGES = 'change correct edit fix improve mend rename replace reword rewrite translate update'.split(
  ' ',
);

function keptAsTheyAre(text: string): Act[] {
  const pattern = `${CLAUSE}()(?:leave|keep) (${OBJECT}) (?:exactly )?(?:as (?:it is|they are)|unchanged|untouched)(?=${END})`;
  return found(text, pattern, isInstruction).flatMap((kept) =>
    CHANGES.map((verb) => ({ ...kept, verb: rootOf(verb) })),
  );
}

/**
 * `Rename the file` as a sentence or clause of its own; a continuation with `to`, `for` or `in` says where, and does not limit
 * it.
 */
export function statedActs(text: string): Act[] {
  const verb = `${CLAUSE}(?:always |please |also |then )?([a-z]{3,15})`;
  return [
    ...found(text, `${verb} (${OBJECT})(?=${END}|${TAIL})`, isInstruction),
    ...found(
      text,
      `${verb}()(?= (?:the|an?|any|all|each|every|its|their|your|what|which|who|how|why|where|on|for|about|over)\\b)`,
      isInstruction,
    ),
  ];
}

/**
 * The keys under which a stated act is looked up: its verb alone, and its verb with its object, where old files count as files. A
 * forbidden act excludes it if {@link keysOfForbidden} returns one of these.
 */
export function keysOfStated({ verb, object }: Act): string[] {
  const things = object.split(' ').map((_, index, words) => words.slice(index).join(' '));
  return [
    keyOf(verb, ''),
    ...(object === '' ? [] : things.map((thing) => keyOf(verb, thing))),
    ...(SPELLING.test(object) ? [keyOf(verb, ANY_SPELLING)] : []),
  ];
}

/** The keys of the stated acts that a forbidden one excludes. */
export function keysOfForbidden({ verb, object }: Act): string[] {
  return [keyOf(verb, object), ...(SPELLING.test(object) ? [keyOf(verb, ANY_SPELLING)] : [])];
}

function keyOf(verb: string, thing: string): string {
  return `${verb}:${thing}`;
}

const SPELLING = /^(?:spelling|typo|spelling mistake)$/u;
const ANY_SPELLING = '*spelling';

function found(text: string, pattern: string, counts: (text: string, at: number) => boolean): Act[] {
  return [...text.matchAll(new RegExp(pattern, 'gimu'))]
    .filter((match) => counts(text, match.index))
    .map((match) => ({
      verb: rootOf(match[1] ?? ''),
      object: stem(match[2] ?? ''),
      at: match.index,
      text: match[0],
    }));
}

/** The common root of verb forms: `ask` and `asking`, `cite` and `citing`, `cut` and `cutting`. */
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
