import { printableLine } from '../../../../lib/index.ts';
import { type ShowPlanEvent, showPlan } from '../../../../operations/index.ts';
import { runVerb } from '../../../run_verb.ts';
import type { CommandSetting } from '../../declare.ts';
import { problemCountText } from '../document.ts';
import type { PlanShowFlags } from '../flags.ts';

/** Carries the command out. */
export function showAction(file: string, flags: PlanShowFlags, setting: CommandSetting): Promise<void> {
  const { context, terminal } = setting;
  const { out } = flags;
  const json = flags.json === true || flags.as === 'json';
  return runVerb<'orchestrator.plan-show/1', ShowPlanEvent>(setting, {
    schema: 'orchestrator.plan-show/1',
    json,
    isSaved: out !== undefined && out !== '-',
    asks: !json,
    call: async (port) => showPlan(context, { ...flags, file, columns: await terminal.dataColumns() }, port),
    show(event, { print, inform }) {
      if (event.kind === 'drawn') print(event.text);
      else terminal.say(`Wrote ${printableLine(event.file)}.\n`);
      inform(problemCountText(event.problems, file));
    },
  });
}
