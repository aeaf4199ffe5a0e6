import { UNIT_HOURS } from '../words/duration_words.ts';
import { readUnitLabel } from './unit_label.ts';

/** Reads a heading inside a part as a step: its number and title, with an estimate, and with a word such as "Day" before the number. */
export function headingStep(heading: string): { readonly text: string; readonly isDone: boolean } {
  const { id, title, word, estimate, state } = readUnitLabel(heading);
  const span =
    word !== undefined && UNIT_HOURS.has(word) ? FIRST_WORD.exec(heading)?.groups?.word : undefined;
  const name = [span, id, title, estimate].filter((part) => part !== undefined && part !== '').join(' ');
  return { text: name === '' ? heading : name, isDone: state === 'done' };
}

const FIRST_WORD = /^[^\p{L}\p{N}]*(?<word>\p{L}+)\s/u;
