export { isAscending } from './ascending.ts';
export {
  BOUNDARY_RULE,
  type Boundary,
  chooseBoundary,
  isTag,
  looksLikeMarkup,
  nameBoundary,
  unnameBoundary,
} from './boundary.ts';
export { momentInWords, timeOfDay } from './clock_words.ts';
export { countOf, namedOf } from './count_of.ts';
export { cutToWidth, widestWidth } from './cut.ts';
export { inDollars } from './dollars.ts';
export { durationInWords } from './durations.ts';
export { greatestOf, leastOf, longestMatch } from './extremes.ts';
export { firstFew } from './first_few.ts';
export { gitConflicts, gitSides } from './git_conflicts.ts';
export { type HiddenText, hiddenText, revealHidden } from './hidden_text.ts';
export { hoursInWords } from './hours.ts';
export { blankedHtmlComments, htmlComments, withoutHtmlComments } from './html_comments.ts';
export { type Hunk, hunkHeader, hunksOf } from './hunks.ts';
export { isRecord } from './is_record.ts';
export { withProperty } from './json_insert.ts';
export {
  type JsonFault,
  type JsonNode,
  type JsonText,
  nodeAt,
  plainValue,
  propertiesOf,
  readJsonText,
} from './json_text.ts';
export {
  type EncodedForm,
  encodedForms,
  formsIn,
  formsOfKey,
  KEY_LOOKS,
  KEY_REMOVED,
  type KeyLook,
  longestFirst,
  withoutForms,
} from './key_forms.ts';
export { LatePattern } from './late_pattern.ts';
export { diffLines, type LineEdit, linesOf, moveEdit } from './line_diff.ts';
export { type LineRun, runsOf } from './line_runs.ts';
export {
  blockNote,
  blockSubjects,
  type FoundBlock,
  findBlock,
  hasBlockMark,
  type PlacedBlock,
  placeBlock,
  withoutBlock,
  withoutMarks,
} from './marked_block.ts';
export { createMutex, type Mutex } from './mutex.ts';
export { nearest } from './nearest.ts';
export { ownValue } from './own_value.ts';
export { parseJson } from './parse_json.ts';
export { positionsIn } from './positions.ts';
export { hasControlCharacters, printable, printableLine } from './printable.ts';
export { type PrintableStream, printableStream, wholeStream } from './printable_stream.ts';
export { quotedPath } from './quoted_path.ts';
export { reachedFrom } from './reached_from.ts';
export { safeJson } from './safe_json.ts';
export { sectionLines } from './section_lines.ts';
export { shellWord } from './shell_word.ts';
export { isShellWord, type ShellWords, splitShellWords } from './shell_words.ts';
export { shortHash } from './short_hash.ts';
export { stemsOf } from './stems.ts';
export { withThousands } from './thousands.ts';
export { type MergePart, mergeLines } from './three_way_merge.ts';
export { estimateTokens } from './token_estimate.ts';
export { unifiedDiff } from './unified_diff.ts';
export { visible } from './visible.ts';
export { withoutMiddle } from './without_middle.ts';
export { inSentence, inTitleCase, inWords } from './words.ts';
export { foldLines, textWidth, wrapText } from './wrap.ts';
