import { stemsOf } from '../../lib/index.ts';
import { splitExclusions } from './split_exclusions.ts';
import { synonymsIn } from './synonyms.ts';

/**
 * The object of a sentence: the words after the first of some keywords, up to its purpose (`explain how DNS works to my mother`:
 * how DNS works); the whole sentence if there is no such simple match.
 */
export function objectOf(sentence: string, keywords: readonly string[]): string {
  const { said } = splitExclusions(sentence);
  const whole = oneLine(sentence).replace(/[.!?]+$/u, '');
  const found = firstKeyword(said, keywords) ?? firstMeant(said, keywords);
  if (found === undefined) return whole;
  const isQuestion = /^(?:how|why|what|which|who|when|where)\b/iu.test(said.slice(found.start));
  const behind = said.slice(isQuestion ? found.start : found.end).replace(BEFORE, ' ');
  const object = oneLine(behind.slice(0, END.exec(behind)?.index));
  return /[\p{L}\p{N}]/u.test(object) ? object : whole;
}

/** The form that a sentence wants something converted to (`convert this export to CSV by Friday`: CSV), if it names one. */
export function destinationOf(sentence: string): string | undefined {
  const { said } = splitExclusions(sentence);
  const found = (TO.exec(said) ?? NAMED.exec(said))?.[1];
  return found === undefined ? undefined : oneLine(found);
}

/** A pronoun or a short preposition between a verb and its object. */
const BEFORE =
  /^[\s,:–-]*(?:(?:(?:my|our) \p{L}+(?=\s+(?:the|about|how|what|why)\b)|me|us|him|her|them|my|moi|mir|uns|of|about|on|deeply|for(?=\s+(?:how|why|what|where|when)\b))\s+)*/iu;
const END =
  /\s(?:for|to|because|so that|without asking)\s|[.;!?](?=\s|$)|,\s+(?:but|not|no|just|please|so|i|we|because)\b|\s{3,}/iu;
const TO =
  /\s(?:to|into)\s+(?!(?:be|do|have|get|make|convert|migrate|move|port|translate|change)\s)((?:(?!\s(?:for|because|so that|before|by|from|without|with|using|and|until)\s)[^,.;!?]|\.(?=\S)){1,200})/iu;

/** The name at the end of a sentence: `rewrite it in Rust`, and `a JSON`, `nach Python`, `vers Markdown` in other languages. */
const NAMED =
  /\s(?:in|a|à|en|em|nach|zu|vers|para|naar)\s+(\p{Lu}[\p{L}\p{N}.+#-]{1,30}(?: \d[\d.]{0,8})?)[.!?]?\s*$/u;

function firstKeyword(
  text: string,
  keywords: readonly string[],
): { readonly start: number; readonly end: number } | undefined {
  const words = [...text.matchAll(/[\p{L}\p{N}]+/gu)].map((match) => ({
    stem: stemsOf(match[0])[0],
    start: match.index,
    end: match.index + match[0].length,
  }));
  const sought = keywords.map(stemsOf).filter(({ length }) => length > 0);
  for (const [place, { start }] of words.entries()) {
    const lengths = sought
      .filter((stems) => stems.every((stem, offset) => words[place + offset]?.stem === stem))
      .map(({ length }) => length);
    const last = words[place + Math.max(0, ...lengths) - 1];
    if (lengths.length > 0 && last) return { start, end: last.end };
  }
  return undefined;
}

function firstMeant(
  text: string,
  keywords: readonly string[],
): { readonly start: number; readonly end: number } | undefined {
  const meant = synonymsIn(text).find(({ keyword }) => keywords.includes(keyword));
  return meant && { start: meant.at, end: meant.at + meant.length };
}

function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}
