import { printable, printableLine } from '../../../lib/index.ts';
import type { ImportBatchEvent } from '../../../operations/index.ts';

type BroughtBack = Extract<ImportBatchEvent, { kind: 'imported' }>['document']['phases'][number];

/** The outcome of a phase that was carried out elsewhere, as a line. */
export function importedResultText({ prp, id, there, outcome, why, file }: BroughtBack): string {
  const name = prp === null ? printableLine(file) : `${prp} (phase ${printableLine(id ?? '')})`;
  const state = there === null ? '' : `, ${there} there`;
  const because = why === null ? '' : `: ${printable(why).split('\n').slice(0, 3).join(' ').slice(0, 400)}`;
  return `${name}: ${outcome}${state}${because}\n`;
}
