import { OPEN_STATUS } from '../words/claim_words.ts';
import { UNIT_HOURS } from '../words/duration_words.ts';
import { type OutlineBlock, type Section, withBelow } from './outline.ts';
import type { SectionText } from './section_text.ts';
import { rowStates } from './table_rows.ts';
import { readUnitLabel } from './unit_label.ts';

/**
 * The step that a heading below a part is: its name, and whether everything below it is done. The rows of a table outweigh the
 * heading: "Exports (shipped)" over a row that is planned is open, and a table of rows that are all done is done.
 */
export function partStep(
  section: Section,
  text: SectionText,
): { readonly text: string; readonly isDone: true | undefined } {
  const { state } = readUnitLabel(section.heading.text);
  const blocks = [...withBelow(section)].flatMap((each) => each.blocks);
  const rows = blocks.filter(isTable).flatMap((block) => rowStates(text.verbatim(block).text) ?? []);
  const isByRows = state === undefined && rows.length > 0 && !blocks.some(isItem);
  const isDone = isByRows || (state === 'done' && isWholeDone(section));
  return {
    text: nameOf(section.heading.text),
    isDone:
      (isDone && rows.every(({ isDone: settled, said }) => settled || (!isByRows && !saysOpen(said)))) ||
      undefined,
  };
}

/** The name of a step: its number and title, with an estimate, and with a word such as "Day" before the number. */
function nameOf(heading: string): string {
  const { id, title, word, estimate } = readUnitLabel(heading);
  const span =
    word !== undefined && UNIT_HOURS.has(word) ? FIRST_WORD.exec(heading)?.groups?.word : undefined;
  const name = [span, id, title, estimate].filter((part) => part !== undefined && part !== '').join(' ');
  return name === '' ? heading : name;
}

const FIRST_WORD = /^[^\p{L}\p{N}]*(?<word>\p{L}+)\s/u;

function isTable(block: OutlineBlock): block is Extract<OutlineBlock, { kind: 'opaque' }> {
  return block.kind === 'opaque' && block.form === 'table';
}

function isItem(block: OutlineBlock): boolean {
  return block.kind === 'text' && block.isItem;
}

/** Whether a cell of a status column says that its row is left, and is not only empty. */
function saysOpen(status: string): boolean {
  return OPEN_SIGN.test(status) || OPEN_STATUS.test(status.replace(/^[^\p{L}]+/u, ''));
}

const OPEN_SIGN = /^[\s*_]*(?:[🔲⬜☐□🔄⏳🚧📋⏸]|\[ \])/u;

/**
 * Whether everything below a heading that is marked as done is done: among items with ticks, one with another picture is not
 * ("😒 Events" beside "✅ Model").
 */
function isWholeDone({ blocks }: Section): boolean {
  const items = blocks.flatMap((block) =>
    block.kind === 'text' && block.isItem && block.depth <= 1 ? (block.lines[0] ?? []) : [],
  );
  const ticked = items.filter((line) => /^[✅☑✔✓]/u.test(line.text)).length;
  const marked = items.filter((line) => OTHER_PICTURE.test(line.text)).length;
  return marked === 0 || ticked < 2 || marked > ticked;
}

const OTHER_PICTURE = /^(?![✅☑✔✓\p{N}])\p{Extended_Pictographic}\uFE0F?\s/u;
