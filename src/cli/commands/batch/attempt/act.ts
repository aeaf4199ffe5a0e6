import { type AttemptRequest, attemptPhase } from '../../../../operations/index.ts';
import type { CommandSetting, CommonOptions } from '../../declare.ts';
import { type AsTyped, figuresOf } from '../../run_options.ts';
import { runWithDisplay } from '../run/run_with_display.ts';

/** Flags of `batch attempt`. */
export type BatchAttemptFlags = CommonOptions &
  AsTyped<Omit<AttemptRequest, 'batch' | 'phase' | 'attempt' | 'soft' | 'budgetTokens' | 'budgetCost'>> & {
    readonly attempt?: string;
  };

/** Carries the command out. */
export function attemptAction(
  batch: string,
  phase: string,
  { attempt, ...flags }: BatchAttemptFlags,
  setting: CommandSetting,
): Promise<void> {
  const number =
    attempt === undefined ? {} : { attempt: /^\d{1,9}$/u.test(attempt) ? Number(attempt) : Number.NaN };
  return runWithDisplay<'orchestrator.batch-attempt/1'>(setting, {
    schema: 'orchestrator.batch-attempt/1',
    json: flags.json,
    next: [
      [
        `orchestrator batch import ${batch} FOLDER`,
        'where the batch is: imports what was written here, from the folder you copy it to',
      ],
    ],
    call: (port) => attemptPhase(setting.context, { ...figuresOf(flags), ...number, batch, phase }, port),
  });
}
