import { LatePattern } from '../../lib/index.ts';
import type { TextBlock, TextLine } from '../document/blocks.ts';
import type { FieldStart } from '../document/field_start.ts';
import { cut } from '../document/inline.ts';
import { needsSentenceSource } from '../words/need_words.ts';

/**
 * The dependencies that a line states in a sentence of its own, with emphasis or brackets around it or without: "Depends on Phase
 * 2.", "*(Can start once Phases 1 and 2 are complete)*".
 *
 * @returns a field of dependencies, or `undefined` where the line says anything else
 */
export function needsSentence(line: TextLine, { depth }: TextBlock): FieldStart | undefined {
  const { text, column } = line;
  // Below a step, it is the step that depends on another one.
  if (depth > 1 || text.length > LONGEST || !/\d/u.test(text)) return undefined;
  const { parts, before = parts } = SENTENCE.exec(withoutMarks(text))?.groups ?? {};
  if (before === undefined) return undefined;
  const at = withoutMarks(text).indexOf(before);
  return {
    ...{ name: 'Dependencies', key: 'dependencies', isBold: true },
    ...{ line: line.line, column, rest: cut(line, at, at + before.length) },
  };
}

/** Blanks out emphasis, and brackets around the whole, so that places stay. */
function withoutMarks(text: string): string {
  const plainly = text.replace(/[*_]+/gu, (marks) => ' '.repeat(marks.length));
  return plainly.replace(/^(\s*)[([（【](.*)[)\]）】](\s*)$/u, '$1 $2 $3');
}

/** A longer line says more. */
const LONGEST = 240;

const SENTENCE = new LatePattern(needsSentenceSource, 'iu');
