import { countOf } from '../../lib/index.ts';
import type { WholeDocument } from '../../operations/index.ts';
import { firstOf, lines, onOneLine } from '../text_lines.ts';

/** The state of a batch in a few lines. */
export function batchText({ batch, state, phases }: WholeDocument<'orchestrator.batch-status/1'>): string {
  return lines([
    `Batch ${batch}: ${state}`,
    firstOf(
      phases.map(({ id, title, state: stands, attempts, gates }) => {
        const green = gates.filter(({ result }) => result === 'green').length;
        return `${id} ${onOneLine(title)}: ${stands}, ${countOf(attempts.length, 'attempt')}, ${green} of ${countOf(gates.length, 'gate')} green`;
      }),
      100,
    ),
  ]);
}
