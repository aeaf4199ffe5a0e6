export { conflictLines, hasMarkers, inLineEndsOf, type MergedText, mergeText } from './merge_text.ts';
