import type { DocumentOf } from '../document.ts';
import type { RunEvent } from './run_whole_batch.ts';

/** Events of handing a batch over, or taking it back. */
export type SubmitEvent =
  | RunEvent
  | {
      readonly kind: 'submission';
      readonly document: DocumentOf<'orchestrator.batch-submit/1'>;
      /** Whether every phase of the batch is done, so that nothing is left to run. */
      readonly isDone: boolean;
    };
