import { printable, printableLine } from '../../lib/index.ts';
import { type ChangedLine, type SnapshotChange, sourceText } from '../../operations/index.ts';

/**
 * A changed place as in a unified diff, with the source of each changed line.
 *
 * @param options.label - follows its place
 * @param options.unknown - the text for a line without a source
 */
export function changeText(
  { at, lines }: SnapshotChange,
  { label, unknown }: { readonly label: string; readonly unknown: string },
): string {
  const head = `${at}${label === '' ? '' : ` ${printableLine(label)}`}\n`;
  return head + lines.map((line) => lineText(line, unknown)).join('');
}

function lineText({ sign, text, sources }: ChangedLine, unknown: string): string {
  const line = `${sign}${printable(text).replace(/\n$/u, '')}`;
  if (sign === ' ') return `${line}\n`;
  const behind = sources.map(sourceText).join(', ');
  return `${line}  [${printableLine(behind === '' ? unknown : behind)}]\n`;
}
