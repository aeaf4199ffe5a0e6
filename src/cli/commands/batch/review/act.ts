import { printableLine, shellWord } from '../../../../lib/index.ts';
import {
  type BatchReviewEvent,
  type BatchReviewRequest,
  readBand,
  reviewBatch,
} from '../../../../operations/index.ts';
import { runVerb } from '../../../run_verb.ts';
import type { CommandSetting, CommonOptions } from '../../declare.ts';
import { showReview } from '../../review/text.ts';
import { consentText } from '../consent.ts';

/** What the flags of `batch review` give. */
export type BatchReviewFlags = CommonOptions &
  Omit<BatchReviewRequest, 'batch' | 'gate'> & { readonly gate?: string };

/** Carries the command out. */
export function reviewAction(
  batch: string,
  { json, gate, ...flags }: BatchReviewFlags,
  setting: CommandSetting,
): Promise<void> {
  return runVerb<'orchestrator.batch-review/1', BatchReviewEvent>(setting, {
    schema: 'orchestrator.batch-review/1',
    json,
    asks: json !== true,
    isConsent: true,
    isLongRun: true,
    call: async (port) => {
      const band = readBand(gate);
      return band.ok ? reviewBatch(setting.context, { ...flags, batch, gate: band.value }, port) : band;
    },
    show(event, screen) {
      if (event.kind === 'commands') return screen.say(consentText(event.commands, event.pending));
      if (event.kind === 'trying') return screen.say(tryingText(event));
      if (event.kind === 'waiting' || event.kind === 'waited') return screen.wait(event);
      if (event.kind === 'fix-plan') return screen.tell(fixText(event.plan));
      return showReview(event, screen);
    },
  });
}

function tryingText({ phase, hunks }: Extract<BatchReviewEvent, { kind: 'trying' }>): string {
  return `Taking ${hunks === 1 ? 'a hunk' : `${hunks} hunks`} of ${phase} out, and running its gates again ...\n`;
}

function fixText({ file, phases }: Extract<BatchReviewEvent, { kind: 'fix-plan' }>['plan']): string {
  const count = phases === 1 ? 'a phase' : `${phases} phases`;
  const path = printableLine(file);
  return `\nA plan of ${count} that mends it: ${path}\n  orchestrator batch generate ${shellWord(path)}\n`;
}
