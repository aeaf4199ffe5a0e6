export { nearest } from './nearest.ts';
export { hasControlCharacters, printable, printableLine } from './printable.ts';
export { shortHash } from './short_hash.ts';
export { inSentence, inTitleCase, inWords } from './words.ts';
