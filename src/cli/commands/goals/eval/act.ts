import { type EvalEvent, evaluateGoals } from '../../../../operations/index.ts';
import { runVerb } from '../../../run_verb.ts';
import { type CommandSetting, workspaceOptions } from '../../declare.ts';
import type { GoalsEvalFlags } from './flags.ts';
import { EvalText } from './show.ts';

/** Carries `goals eval` out. */
export async function evalAction(
  goals: readonly string[],
  flags: GoalsEvalFlags,
  setting: CommandSetting,
): Promise<void> {
  const { json, ...wanted } = flags;
  const text = new EvalText(setting.context);
  await runVerb<'orchestrator.goals-eval/1', EvalEvent>(setting, {
    schema: 'orchestrator.goals-eval/1',
    json,
    asks: json !== true,
    isConsent: true,
    call: (port) =>
      evaluateGoals(setting.context, { ...wanted, goals, workspace: workspaceOptions(flags) }, port),
    show: (event, screen) => text.show(event, screen),
    problemsToShow: (problems) => text.untold(problems),
  });
}
