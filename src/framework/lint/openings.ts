import { CLAUSE, END, FORBIDS, GOES_ON, isForbiddance, withoutPlural } from './clauses.ts';
import { isInstruction, startsSentence } from './instructions.ts';

/** A thing that has to come first or last in the answer, or must not. */
export type Placed = {
  readonly end: 'first' | 'last';
  readonly isForbidden: boolean;
  /** Its words without an article, the noun last and in the singular. */
  readonly thing: string;
  /** `one`: one of its kind, such as `a question`; `the`: a certain one; `none`: without an article. */
  readonly article: 'one' | 'the' | 'none';
  /** Whether a sentence begins with it, rather than with words that could limit it. */
  readonly isWholeSentence: boolean;
  readonly at: number;
  readonly text: string;
};

/**
 * `Begin with the verdict`, `put the questions last`, `do not end with a question`. The beginning of a part (`begin each finding
 * with its place`) does not count, and neither does what describes others.
 */
export function placedThings(text: string): Placed[] {
  return PATTERNS.flatMap(({ end, isForbidden, pattern, counts }) =>
    [...text.matchAll(pattern)]
      .filter((match) => counts(text, match.index))
      .map((match): Placed => {
        const [whole, the, one, words = ''] = match;
        return {
          ...{ end, isForbidden },
          thing: withoutPlural(words),
          article: the === undefined ? (one === undefined ? 'none' : 'one') : 'the',
          isWholeSentence: startsSentence(text, match.index),
          at: match.index,
          text: whole,
        };
      })
      .filter(({ thing }) => !NO_THING.test(thing)),
  );
}

/**
 * Returns a function that finds the first placement that excludes a given one: another thing in its position, the same thing in
 * the other position, or the same one forbidden in this position. A question can come first and another one last.
 */
export function excludedBy<Other extends Placed>(
  others: readonly Other[],
): (one: Placed) => Other | undefined {
  const asked = others.filter(({ isForbidden }) => !isForbidden);
  const stated = firstByKey(asked, ({ end, thing }) => suffixesOf(thing).map((words) => `${end} ${words}`));
  const whole = firstByKey(asked, ({ end, thing }) => [`${end} ${thing}`]);
  const certain = firstByKey(
    asked.filter(({ article }) => article === 'the'),
    ({ end, thing }) => [`${end} ${thing}`],
  );
  const forbidden = firstByKey(
    others.filter(({ isForbidden }) => isForbidden),
    ({ end, thing }) => [`${end} ${thing}`],
  );
  // Any third thing differs from at least one of two different things in the same position.
  const inPlace = (end: Placed['end']) => {
    const named = asked.filter((other) => other.end === end && other.article !== 'none');
    return [...firstByKey(named, ({ thing }) => [nounOf(thing)]).values()].slice(0, 2);
  };
  const placed = { first: inPlace('first'), last: inPlace('last') };
  return (one) => {
    const { end, thing, article } = one;
    if (one.isForbidden) return stated.get(`${end} ${thing}`);
    const elsewhere = `${end === 'first' ? 'last' : 'first'} ${thing}`;
    return (
      (article === 'none' ? undefined : placed[end].find((other) => nounOf(other.thing) !== nounOf(thing))) ??
      (article === 'the' ? whole : certain).get(elsewhere) ??
      suffixesOf(thing)
        .map((words) => forbidden.get(`${end} ${words}`))
        .find((other) => other !== undefined)
    );
  };
}

/** `open question`, `question`: an open question is a question. */
function suffixesOf(thing: string): string[] {
  return thing.split(' ').map((_, index, words) => words.slice(index).join(' '));
}

function nounOf(thing: string): string {
  return thing.split(' ').at(-1) ?? '';
}

function firstByKey<Of>(all: readonly Of[], keysOf: (one: Of) => readonly string[]): Map<string, Of> {
  const firsts = new Map<string, Of>();
  for (const one of all) for (const key of keysOf(one)) if (!firsts.has(key)) firsts.set(key, one);
  return firsts;
}

/** Words that begin a clause or stand for something said before. */
const NO_THING =
  /^(?:what|which|who|whom|whose|how|why|where|whether|if|it|them|this|that|these|those|phase|step)\b/u;

const THING = '(?:(the |your |its )|(an? |one |any ))?((?:[a-z-]{2,18} ){0,2}?[a-z]{3,20})\\b';
const WHOLE = '(?: (?:the|your) (?:answer|reply|report))?';
const POLITE = '(?:always |also |please |then )?';

type Pattern = Pick<Placed, 'end' | 'isForbidden'> & {
  readonly pattern: RegExp;
  readonly counts: (text: string, at: number) => boolean;
};

const PATTERNS: readonly Pattern[] = (
  [
    ['first', '(?:begin|start|open)', '(?:beginning|starting|opening)'],
    ['last', '(?:end|close|finish)', '(?:ending|closing|finishing)'],
  ] as const
).flatMap(([end, verb, doing]): Pattern[] => {
  const pattern = (source: string) => new RegExp(source, 'gimu');
  const asked = { end, isForbidden: false, counts: isInstruction };
  const forbidden = { end, isForbidden: true, counts: isForbiddance };
  const because = `(?=${END}| because\\b)`;
  return [
    { ...asked, pattern: pattern(`${CLAUSE}${POLITE}${verb}${WHOLE} with ${THING}(?=${END}|${GOES_ON})`) },
    { ...asked, pattern: pattern(`${CLAUSE}${POLITE}put ${THING} ${end}\\b`) },
    { ...forbidden, pattern: pattern(`${FORBIDS} ${verb}${WHOLE} with ${THING}${because}`) },
    { ...forbidden, pattern: pattern(`${FORBIDS} put ${THING} ${end}${because}`) },
    {
      ...{ end, isForbidden: true, counts: isInstruction },
      pattern: pattern(`\\b(?:avoid|refrain from) ${doing}${WHOLE} with ${THING}${because}`),
    },
  ];
});
