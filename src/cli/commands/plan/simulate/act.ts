import { hoursInWords, printableLine } from '../../../../lib/index.ts';
import { type PlanSimulation, type SimulateEvent, simulatePlan } from '../../../../operations/index.ts';
import { runVerb } from '../../../run_verb.ts';
import { problemsText } from '../../../terminal/index.ts';
import { columns } from '../../../terminal/table.ts';
import type { CommandSetting } from '../../declare.ts';
import { assumedText, wrongText } from '../document.ts';
import type { PlanSimulateFlags } from '../flags.ts';
import { READING_CODES } from '../reading_text.ts';

/** Carries the command out. */
export function simulateAction(
  file: string,
  { json, concurrency, ...flags }: PlanSimulateFlags,
  setting: CommandSetting,
): Promise<void> {
  const request = { ...flags, file, concurrency: concurrency.split(',').map((part) => part.trim()) };
  return runVerb<'orchestrator.plan-simulate/1', SimulateEvent>(setting, {
    schema: 'orchestrator.plan-simulate/1',
    json,
    asks: !json,
    call: (port) => simulatePlan(setting.context, request, port),
    show({ simulation }, { print, tell, terminal }) {
      const { problems } = simulation;
      print(scheduleTable(simulation));
      tell(usefulText(simulation));
      tell(assumedText(simulation.assumed));
      const conflicts = problems.filter(({ code }) => code === 'file-conflict' || READING_CODES.has(code));
      const errors = problems.filter(({ severity }) => severity === 'error');
      tell(problemsText(conflicts, terminal.colours));
      tell(wrongText(errors, file));
    },
  });
}

function scheduleTable({ schedules }: PlanSimulation): string {
  const head = ['at a time', 'takes', 'times as fast', 'busy'];
  const rows = schedules.map(({ concurrency, hours, speedup, busy }) => [
    String(concurrency).padStart(9),
    hoursInWords(hours),
    speedup.toFixed(2).padStart(13),
    `${Math.round(busy * 100)} %`,
  ]);
  return columns(rows, { head });
}

function usefulText({ useful, criticalPath }: PlanSimulation): string {
  const { concurrency, hours } = useful;
  const why =
    hours > criticalPath.hours
      ? `phases wait for each other and for files (the critical path alone takes ${hoursInWords(criticalPath.hours)})`
      : `the critical path takes ${hoursInWords(criticalPath.hours)}: ${criticalPath.phases.map((id) => `Phase ${printableLine(id)}`).join(', ')}`;
  return `More than ${concurrency} at a time does not pay: it takes ${hoursInWords(hours)} then; ${why}.\n`;
}
