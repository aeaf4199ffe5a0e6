export {
  conflictLines,
  hasMarkers,
  inLineEndsOf,
  keepYours,
  type MergedText,
  mergeText,
} from './merge_text.ts';
