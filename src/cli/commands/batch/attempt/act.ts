import { type AttemptRequest, attemptPhase, type RunEvent } from '../../../../operations/index.ts';
import { runVerb } from '../../../run_verb.ts';
import type { CommandSetting, CommonOptions } from '../../declare.ts';
import { figuresOf, RunText } from '../run/act.ts';

type Figure = 'attempt' | 'gateTimeout' | 'idle' | 'hard';

/** What the flags of `batch attempt` give, figures as they were typed. */
export type BatchAttemptFlags = CommonOptions &
  Omit<AttemptRequest, 'batch' | 'phase' | Figure | 'soft' | 'budgetTokens' | 'budgetCost'> & {
    readonly [Name in Figure]?: string;
  };

/** Carries the command out. */
export async function attemptAction(
  batch: string,
  phase: string,
  flags: BatchAttemptFlags,
  setting: CommandSetting,
): Promise<void> {
  const shown = new RunText(flags.json ?? false, setting, [
    [
      `orchestrator batch import ${batch} FOLDER`,
      'where the batch is: takes over what was written here, from a folder that it was brought to',
    ],
  ]);
  const { attempt, ...others } = flags;
  const number =
    attempt === undefined ? {} : { attempt: /^\d{1,9}$/u.test(attempt) ? Number(attempt) : Number.NaN };
  try {
    await runVerb<'orchestrator.batch-attempt/1', RunEvent>(setting, {
      schema: 'orchestrator.batch-attempt/1',
      json: flags.json,
      asks: !flags.json,
      isConsent: true,
      isLongRun: true,
      call: (port) => attemptPhase(setting.context, { ...figuresOf(others), ...number, batch, phase }, port),
      show: (event, screen) => shown.show(event, screen),
      told: (problems) => shown.untold(problems),
    });
  } finally {
    shown.end();
  }
}
