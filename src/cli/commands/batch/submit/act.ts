import { printable, printableLine } from '../../../../lib/index.ts';
import { type SubmitEvent, type SubmitRequest, submitBatch } from '../../../../operations/index.ts';
import { runVerb } from '../../../run_verb.ts';
import type { CommandSetting, CommonOptions } from '../../declare.ts';
import { figuresOf, RunText } from '../run/act.ts';

type Figure =
  | 'concurrency'
  | 'retries'
  | 'budgetTokens'
  | 'budgetCost'
  | 'gateTimeout'
  | 'idle'
  | 'soft'
  | 'hard'
  | 'hours';

/** What the flags of `batch submit` give, figures as they were typed. */
export type BatchSubmitFlags = CommonOptions &
  Omit<SubmitRequest, 'batch' | Figure> & { readonly [Name in Figure]?: string };

/** Carries the command out. */
export async function submitAction(
  batch: string,
  { hours, ...flags }: BatchSubmitFlags,
  setting: CommandSetting,
): Promise<void> {
  const shown = new RunText(flags.json ?? false, setting);
  const longest = hours === undefined ? {} : { hours: /^\d{1,4}$/u.test(hours) ? Number(hours) : Number.NaN };
  try {
    await runVerb<'orchestrator.batch-submit/1', SubmitEvent>(setting, {
      schema: 'orchestrator.batch-submit/1',
      json: flags.json,
      asks: !flags.json,
      isConsent: true,
      isLongRun: true,
      call: (port) => submitBatch(setting.context, { ...figuresOf(flags), ...longest, batch }, port),
      show(event, screen) {
        if (event.kind !== 'submission') return shown.show(event, screen);
        if (!flags.json) screen.print(text(event.document));
      },
      told: (problems) => shown.untold(problems),
    });
  } finally {
    shown.end();
  }
}

type Submission = Extract<SubmitEvent, { kind: 'submission' }>['document'];

function text({ batch, place, state, job, phases }: Submission): string {
  const where = printableLine(place ?? '');
  if (state === 'away') {
    const how = job === null ? 'runs there' : `is job ${printableLine(job)} there`;
    return `Batch ${batch} was handed over to ${where} and ${how}. This machine may sleep.\nTo take it back: orchestrator batch submit ${batch} --collect\n`;
  }
  const lines = phases.map(({ prp, id, there, outcome, why, file }) => {
    const name = prp === null ? printableLine(file) : `${prp} (phase ${printableLine(id ?? '')})`;
    const told = there === null ? '' : `, ${there} there`;
    const because = why === null ? '' : `: ${printable(why).split('\n').slice(0, 3).join(' ').slice(0, 400)}`;
    return `${name}: ${outcome}${told}${because}\n`;
  });
  return `Batch ${batch} is back from ${where}${lines.length === 0 ? ', with nothing.' : ':'}\n${lines.join('')}What is left of it: orchestrator batch run ${batch}\n`;
}
