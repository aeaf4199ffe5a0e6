import { OUTPUT_FOLLOWS } from '../../scheduling/index.ts';
import type { PhaseRecord } from '../../store/batch_state.ts';
import { attemptNames, keptSetupLog } from '../../store/folder/index.ts';
import { checksOf } from '../status/index.ts';

/**
 * The log that shows why the last attempt at a phase failed, below the batch's folder; `undefined` where none can have been
 * written, because nothing was started that could print.
 */
export function decisiveLog(record: PhaseRecord): string | undefined {
  const { phase, attempts } = record;
  const last = attempts.at(-1);
  if (last === undefined) return undefined;
  const names = attemptNames(phase, last.number);
  const hasPrinted = last.failed?.evidence.includes(OUTPUT_FOLLOWS) ?? false;
  switch (last.ended?.how) {
    case 'not-started':
      return undefined;
    case 'not-prepared':
      return hasPrinted ? names.setupLog : undefined;
  }
  switch (last.failed?.reason) {
    case 'gate':
    case 'merged-gate':
      return checksOf(record).find(({ result, log }) => result === 'red' && log !== null)?.log ?? names.log;
    case 'merged-setup':
      return hasPrinted ? keptSetupLog('', 'integration') : names.log;
    default:
      return names.log;
  }
}
