import { LatePattern } from '../../lib/index.ts';
import type { TextBlock, TextLine } from '../document/blocks.ts';
import type { FieldStart } from '../document/field_start.ts';
import { cut } from '../document/inline.ts';
import { needsSentenceSource } from '../words/need_words.ts';
import { readUnitLabel } from './unit_label.ts';

/**
 * The dependencies that a line states in a sentence of its own, with emphasis or brackets around it or without: "Depends on Phase
 * 2.", "*(Can start once Phases 1 and 2 are complete)*".
 *
 * @param part - the heading of the part that the line belongs to: in a phase, "Requires step 2" is about its own steps
 * @returns a field of dependencies, or `undefined` where the line says anything else
 */
export function needsSentence(
  line: TextLine,
  { depth, lines }: TextBlock,
  part: string,
): FieldStart | undefined {
  const { text, column } = line;
  // Below a step, it is the step that depends on another one.
  if (depth > 1 || text.length > LONGEST || !NAMES_PART.test(text)) return undefined;
  const before = lines[lines.indexOf(line) - 1];
  // "This phase does not" above "depend on Phase 1."
  if (before !== undefined && !ENDS_SENTENCE.test(before.text)) return undefined;
  const plainly = withoutMarks(text);
  const found = Object.values(SENTENCE.exec(plainly)?.groups ?? {}).find((parts) => parts !== undefined);
  if (found === undefined || !isOfKind(found, part)) return undefined;
  const at = plainly.indexOf(found);
  return {
    ...{ name: 'Dependencies', key: 'dependencies', isBold: true },
    ...{ line: line.line, column, rest: cut(line, at, at + found.length) },
  };
}

const ENDS_SENTENCE = /[.!?:;。！？：][*_)\]]*\s*$/u;

/** A number or a letter alone, as every label has. */
const NAMES_PART = /\d|(?<!\p{L})\p{Lu}(?!\p{L})/u;

/** Whether parts are others, named with the word of a heading, "Phases" for "Phase 3", or the heading has none. */
function isOfKind(parts: string, heading: string): boolean {
  const { word, id } = readUnitLabel(heading);
  // "Phase 3 must be complete first", in phase 3, is about what follows.
  if (parts.split(/[^\p{L}\p{N}.]+/u).some((name) => name.toLowerCase() === id?.toLowerCase())) return false;
  const [named = ''] = /\p{L}+/u.exec(parts) ?? [];
  return word === undefined
    ? !OTHER_THINGS.test(named)
    : word.slice(0, STEM) === named.slice(0, STEM).toLowerCase();
}

/** Words for parts that mean something else where no part is called so: "Requires version 2." */
const OTHER_THINGS =
  /^(?:versions?|releases?|weeks?|days?|months?|quarters?|tiers?|groups?|priority|sessions?|batch|tracks?|blocks?|versión|versão|version[ei]|woche|tag|semanas?|semaine|dia|día|jour)$/iu;

/** The ends of words change with their number: "fase", "fasi". */
const STEM = 3;

/** Blanks out emphasis, and brackets around the whole, so that places stay. */
function withoutMarks(text: string): string {
  const plainly = text.replace(/[*_]+/gu, (marks) => ' '.repeat(marks.length));
  return plainly.replace(/^(\s*)[([（【](.*)[)\]）】](\s*)$/u, '$1 $2 $3');
}

/** A longer line says more. */
const LONGEST = 240;

const SENTENCE = new LatePattern(needsSentenceSource, 'iu');
