import { suggestName } from '../composition/index.ts';

/** Whether a text in the place of a name is a sentence about the work: white space, and three words or more. */
export function isSentence(text: string): boolean {
  return (text.trim().match(/\S+/gu) ?? []).length >= 3;
}

/** Makes a framework's name from the meaningful words of a sentence: `Review_Django_Models_House`. */
export function nameFrom(sentence: string): string {
  const words = (sentence.match(/[\p{L}\p{N}]+(?:['’]\p{L}+)?/gu) ?? []).filter(
    (word) => word.length > 1 && !SMALL.has(word.toLowerCase()),
  );
  const named = words.slice(0, MAX_WORDS).map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return suggestName(named.join(' '));
}

const MAX_WORDS = 4;

const SMALL: ReadonlySet<string> = new Set(
  'please can could would you we me us to want need help have should like let the an my our this that it of and or for from with in on at by as is are be into against about your their its how why what i'.split(
    ' ',
  ),
);
