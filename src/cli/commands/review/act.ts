import {
  type ModelReadingOptions,
  type ReviewEvent,
  readBand,
  reviewChange,
  type WaitEvent,
} from '../../../operations/index.ts';
import { runVerb } from '../../run_verb.ts';
import type { CommandSetting, CommonOptions } from '../declare.ts';
import { showReview } from './text.ts';

/** Flags of `review`. */
export type ReviewFlags = CommonOptions & ModelReadingOptions & { readonly gate?: string };

/** Carries the command out. */
export function reviewAction(
  change: string | undefined,
  { json, gate, ...flags }: ReviewFlags,
  setting: CommandSetting,
): Promise<void> {
  return runVerb<'orchestrator.review/1', ReviewEvent | WaitEvent>(setting, {
    schema: 'orchestrator.review/1',
    json,
    asks: false,
    call: async (port) => {
      const band = readBand(gate);
      return band.ok ? reviewChange(setting.context, { ...flags, change, gate: band.value }, port) : band;
    },
    show: (event, screen) => (event.kind === 'reviewed' ? showReview(event, screen) : screen.wait(event)),
  });
}
