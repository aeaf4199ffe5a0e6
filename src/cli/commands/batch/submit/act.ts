import { printableLine } from '../../../../lib/index.ts';
import {
  type RunEvent,
  type SubmitEvent,
  type SubmitRequest,
  submitBatch,
} from '../../../../operations/index.ts';
import type { CommandSetting, CommonOptions } from '../../declare.ts';
import { type AsTyped, figuresOf } from '../../run_options.ts';
import { importedResultText } from '../imported_result_text.ts';
import { runWithDisplay } from '../run/run_with_display.ts';

/** Flags of `batch submit`. */
export type BatchSubmitFlags = CommonOptions &
  AsTyped<Omit<SubmitRequest, 'batch' | 'hours'>> & { readonly hours?: string };

/** Carries the command out. */
export function submitAction(
  batch: string,
  { hours, ...flags }: BatchSubmitFlags,
  setting: CommandSetting,
): Promise<void> {
  const longest = hours === undefined ? {} : { hours: /^\d{1,4}$/u.test(hours) ? Number(hours) : Number.NaN };
  return runWithDisplay<'orchestrator.batch-submit/1', Exclude<SubmitEvent, RunEvent>>(setting, {
    schema: 'orchestrator.batch-submit/1',
    json: flags.json,
    call: (port) => submitBatch(setting.context, { ...figuresOf(flags), ...longest, batch }, port),
    show({ document, isDone }, { print }) {
      if (!flags.json) print(text(document, isDone));
    },
  });
}

type Submission = Extract<SubmitEvent, { kind: 'submission' }>['document'];

function text({ batch, place, state, job, phases }: Submission, isDone: boolean): string {
  const where = printableLine(place ?? '');
  if (state === 'away') {
    const how = job === null ? 'runs there' : `is job ${printableLine(job)} there`;
    return `Batch ${batch} was handed over to ${where} and ${how}. You can turn this machine off.\nTo take it back: orchestrator batch submit ${batch} --collect\n`;
  }
  const lines = phases.map(importedResultText);
  const next = isDone ? '' : `What is left of it: orchestrator batch run ${batch}\n`;
  return `Batch ${batch} is back from ${where}${lines.length === 0 ? ', with nothing.' : ':'}\n${lines.join('')}${next}`;
}
