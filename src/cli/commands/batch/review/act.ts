import { type ReviewEvent, readBand, reviewBatch } from '../../../../operations/index.ts';
import { runVerb } from '../../../run_verb.ts';
import type { CommandSetting } from '../../declare.ts';
import { showReview } from '../../review/text.ts';
import type { BatchReviewFlags } from './declare.ts';

/** Carries the command out. */
export function reviewAction(
  batch: string,
  { json, gate }: BatchReviewFlags,
  setting: CommandSetting,
): Promise<void> {
  return runVerb<'orchestrator.batch-review/1', ReviewEvent>(setting, {
    schema: 'orchestrator.batch-review/1',
    json,
    asks: false,
    call: async (port) => {
      const band = readBand(gate);
      return band.ok ? reviewBatch(setting.context, { batch, gate: band.value }, port) : band;
    },
    show: showReview,
  });
}
