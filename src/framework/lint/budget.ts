import { linesOf } from './lines.ts';
import type { Composition, Part } from './lint_rule.ts';
import { readPromptFile } from './prompt_file.ts';
import { inRanges } from './ranges.ts';
import { slotsIn } from './slots.ts';
import { isInPlaceholder, spansOf } from './spans.ts';
import { countWords } from './words.ts';

/** Number of words in a pair of files, without the user's, by owner. */
export type PairWords = {
  readonly words: number;
  /** The fixed text that the program adds: reading rules, and the start line. */
  readonly frame: number;
  /** Headings, and the goal's own line. */
  readonly labels: number;
  readonly parts: readonly { readonly part: Part; readonly words: number }[];
};

/**
 * Counts the words of a composition. Lines with a slot and the boundaries around them belong to the user and do not count; nor do
 * placeholders.
 */
export function wordsOfPair(composition: Composition): PairWords {
  const parts = composition.components.map((part) => ({ part, words: countWords(part.text) }));
  let frame = 0;
  let labels = 0;
  for (const { file, text } of composition.files) {
    const isComponents = componentLines(composition, file);
    const isUsers = userLines(text);
    const isMissing = isInPlaceholder(composition, file);
    for (const line of linesOf(text)) {
      if (isComponents(line.offset) || isUsers(line.offset) || isMissing(line.offset)) continue;
      const isLabel = line.text.startsWith('#') || line.text.startsWith(composition.description);
      if (isLabel) labels += countWords(line.text);
      else frame += countWords(line.text);
    }
  }
  return { frame, labels, parts, words: frame + labels + parts.reduce((sum, { words }) => sum + words, 0) };
}

type IsLine = (offset: number) => boolean;

function componentLines(composition: Composition, file: string): IsLine {
  const spans = spansOf(composition).filter((span) => span.file === file);
  return inRanges(spans.map(({ start, length }) => ({ start, end: start + length })));
}

function userLines(text: string): IsLine {
  const file = readPromptFile(text);
  const slots = new Set(slotsIn(file).map(({ line }) => line.offset));
  const isInBlock = inRanges(
    file.blocks.map(({ open, end }) => ({ start: open.offset, end: (end ?? text.length) + 1 })),
  );
  return (offset) => slots.has(offset) || isInBlock(offset);
}
