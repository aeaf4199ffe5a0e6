import type { TextLine } from '../document/blocks.ts';
import type { RawField } from '../document/fields.ts';
import { checksIn, isEvidence } from './unit_lines.ts';

type Note = { name: string; text: string };

/** Adds code below a heading over checks to these; code that is no command becomes a note. @returns whether there are checks */
export function addCheckFence(
  checks: RawField | undefined,
  verbatim: TextLine,
  notes: Note[],
  label = 'Check',
): boolean {
  if (checks === undefined) return false;
  const found = checksIn(verbatim.text);
  for (const text of found) checks.items.push({ depth: 1, lines: [{ ...verbatim, text }] });
  if (found.length === 0) notes.push(noteOf(label, verbatim));
  return true;
}

/** Keeps code below a label such as "Current code:" as a note. @returns whether it has such a label */
export function addEvidence(label: string, verbatim: TextLine, notes: Note[]): boolean {
  if (!isEvidence(label)) return false;
  notes.push(noteOf(label, verbatim));
  return true;
}

function noteOf(label: string, { text }: TextLine): Note {
  return { name: label.replace(/[:：*_]+$/u, '').replace(/^[*_]+/u, ''), text: `\n${text}` };
}
