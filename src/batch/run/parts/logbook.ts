import type { Problem } from '../../../diagnostics/index.ts';
import type { BatchEvent } from '../../generated/batch.event.ts';
import type { BatchState, NewEvent } from '../../store/batch_state.ts';
import type { Journal } from '../../store/journal/index.ts';
import type { BatchFold } from '../../store/state/index.ts';
import type { HaltCode } from './halt_code.ts';

/** The state of a run, derived only from what it has recorded. */
export type Logbook = {
  /** The state after every event in the journal. */
  readonly state: () => BatchState;
  /**
   * Records an event and folds it in; the caller may act on it once this resolves. `false`: it could not be written, nothing more
   * will be, and the caller must stop.
   */
  readonly record: (event: NewEvent) => Promise<boolean>;
};

/**
 * Opens the logbook of a run.
 *
 * @param tell - called with every event that was written and the state after it
 * @param halt - called with the reason when the journal can no longer be written
 */
export function openLogbook(options: {
  readonly fold: BatchFold;
  readonly state: BatchState;
  readonly record: Journal['record'];
  readonly publish: (event: BatchEvent, state: BatchState) => void;
  readonly halt: (...problems: readonly Problem<HaltCode>[]) => void;
}): Logbook {
  const { fold, record, publish, halt } = options;
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
      // An event matches the state it was decided on; if it does not, this is a bug.
      if (applied.problem) throw new Error(`event ${applied.problem.seq}: ${applied.problem.message}`);
      state = applied.state;
      publish(written.value, state);
      return true;
    },
  };
}
