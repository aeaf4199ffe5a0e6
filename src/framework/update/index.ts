export {
  conflictLines,
  inLineEndsOf,
  keepYours,
  type MergedText,
  mergeText,
  separatorLines,
} from './merge_text.ts';
