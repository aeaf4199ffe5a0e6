export { type Boundary, chooseBoundary, looksLikeMarkup } from './boundary.ts';
export { type Hunk, hunkHeader, hunksOf } from './hunks.ts';
export { diffLines, type LineEdit, linesOf, moveEdit } from './line_diff.ts';
export { type LineRun, runsOf } from './line_runs.ts';
export { nearest } from './nearest.ts';
export { hasControlCharacters, printable, printableLine } from './printable.ts';
export { shortHash } from './short_hash.ts';
export { inSentence, inTitleCase, inWords } from './words.ts';
