import type { DocumentOf } from '../document.ts';
import type { RunEvent } from './run_whole_batch.ts';

/** What is told while a batch is handed over, or taken back. */
export type SubmitEvent =
  | RunEvent
  | {
      readonly kind: 'submission';
      readonly document: DocumentOf<'orchestrator.batch-submit/1'>;
      /** That every phase of the batch is done, so that nothing is left to run. */
      readonly isDone: boolean;
    };
