import type { TextLine } from '../document/blocks.ts';
import type { RawField } from '../document/fields.ts';
import { looksLikePath } from '../document/path_words.ts';
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

/**
 * Adds code right below the name of a field to it: the commands of gates, and the paths in a list of files.
 *
 * @returns whether it belongs there
 */
export function addListFence({ key, items }: RawField, verbatim: TextLine): boolean {
  const found =
    key === 'gates'
      ? checksIn(verbatim.text)
      : key === 'files' || key === 'expected'
        ? pathsIn(verbatim.text)
        : undefined;
  for (const text of found ?? []) items.push({ depth: 1, lines: [{ ...verbatim, text }] });
  return found !== undefined;
}

/** The paths in a block of code that has nothing else, one on each line, with remarks or not. */
function pathsIn(fence: string): string[] | undefined {
  const lines = fence
    .split('\n')
    .slice(1, -1)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const paths = lines.map(
    (line) => /^(?:[-*+]\s+)?([^\s`#]+)(?:\s+(?:#|\/\/|\(|[-–—←]).*)?$/u.exec(line)?.[1] ?? '',
  );
  return paths.length > 0 && paths.every(looksLikePath) ? paths.map((path) => `\`${path}\``) : undefined;
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
