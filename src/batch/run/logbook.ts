import type { Problem } from '../../diagnostics/index.ts';
import type { Journal } from '../store/journal/index.ts';
import type { BatchFold } from '../store/state/index.ts';
import type { BatchEvent, BatchState, NewEvent } from '../types.ts';
import type { HaltCode } from './halt_code.ts';

/** Where a run stands, told by what it has written down and by nothing else. */
export type Logbook = {
  /** After everything that is in the journal. */
  readonly state: () => BatchState;
  /**
   * Writes an event down and folds it in; it may be acted on when this is over. `false`: it could not be written, nothing more
   * will be, and whoever asked stops where it is.
   */
  readonly record: (event: NewEvent) => Promise<boolean>;
};

/**
 * Opens the logbook of a run.
 *
 * @param tell - hears every event that was written, with the state behind it
 * @param halt - called when the journal cannot be written any more, with the reason
 */
export function openLogbook(options: {
  readonly fold: BatchFold;
  readonly state: BatchState;
  readonly record: Journal['record'];
  readonly tell: (event: BatchEvent, state: BatchState) => void;
  readonly halt: (...problems: readonly Problem<HaltCode>[]) => void;
}): Logbook {
  const { fold, record, tell, halt } = options;
  let { state } = options;
  return {
    state: () => state,
    async record(event) {
      const written = await record(event);
      if (!written.ok) {
        halt(...written.problems);
        return false;
      }
      const applied = fold.apply(state, written.value);
      // What is written fits what was known when it was decided; if it does not, this program is wrong.
      if (applied.problem) throw new Error(`event ${applied.problem.seq}: ${applied.problem.message}`);
      state = applied.state;
      tell(written.value, state);
      return true;
    },
  };
}
