import { countOf, hoursInWords, printableLine } from '../../../../lib/index.ts';
import { type PlanSimulation, type SimulateEvent, simulatePlan } from '../../../../operations/index.ts';
import { runVerb } from '../../../run_verb.ts';
import { problemsText } from '../../../terminal/index.ts';
import { columns } from '../../../terminal/table.ts';
import type { CommandSetting } from '../../declare.ts';
import { assumedText, problemCountText } from '../document.ts';
import type { PlanSimulateFlags } from '../flags.ts';
import { isOpenPoint } from '../open_points.ts';
import { byImportance } from '../problem_order.ts';
import { READING_CODES } from '../reading_text.ts';

/** Codes of problems that affect the duration, in addition to those of reading. */
const SHOWN: ReadonlySet<string> = new Set(['file-conflict', 'constraint-time']);

/** Maximum waves shown of each schedule. */
const MAX_WAVES = 20;

/** Carries the command out. */
export function simulateAction(
  file: string,
  { json, concurrency, quota, ...flags }: PlanSimulateFlags,
  setting: CommandSetting,
): Promise<void> {
  const request = {
    ...flags,
    file,
    concurrency: concurrency.split(',').map((part) => part.trim()),
    ...(quota && { quotas: quota }),
  };
  return runVerb<'orchestrator.plan-simulate/1', SimulateEvent>(setting, {
    schema: 'orchestrator.plan-simulate/1',
    json,
    asks: !json,
    call: (port) => simulatePlan(setting.context, request, port),
    show({ simulation }, { print, inform, terminal }) {
      const { problems } = simulation;
      print(scheduleTable(simulation));
      print(waveTables(simulation));
      inform(usefulText(simulation));
      inform(calibrationText(simulation));
      inform(assumedText(simulation.assumed));
      const conflicts = byImportance(
        problems.filter(
          (each) => SHOWN.has(each.code) || (READING_CODES.has(each.code) && !isOpenPoint(each)),
        ),
      );
      const errors = problems.filter(({ severity }) => severity === 'error');
      inform(problemsText(conflicts, terminal.colours));
      inform(problemCountText(errors, file));
    },
  });
}

function scheduleTable({ schedules }: PlanSimulation): string {
  const isLimited = schedules.some(({ within }) => within !== undefined);
  const head = [
    'at a time',
    'takes',
    'times as fast',
    'busy',
    ...(isLimited ? ['within the quota', 'waits'] : []),
  ];
  const rows = schedules.map(({ concurrency, hours, speedup, busy, within }) => [
    String(concurrency).padStart(9),
    hoursInWords(hours),
    speedup.toFixed(2).padStart(13),
    `${Math.round(busy * 100)} %`,
    ...(within === undefined ? [] : [hoursInWords(within.hours), hoursInWords(within.waits)]),
  ]);
  return columns(rows, { head });
}

/** The waves of each schedule: the phases that start in one window, its time, and how long others wait for the next. */
function waveTables({ schedules }: PlanSimulation): string {
  return schedules
    .flatMap(({ concurrency, within }) => {
      if (within === undefined) return [];
      const head = ['wave', 'quota', 'starts', 'ends', 'phases', 'next waits'];
      const rows = within.waves
        .slice(0, MAX_WAVES)
        .map(({ quota, phases, starts, ends, waits }, place) => [
          String(place + 1).padStart(4),
          printableLine(quota),
          hoursInWords(starts),
          hoursInWords(ends),
          String(phases.length).padStart(6),
          waits === 0 ? '-' : hoursInWords(waits),
        ]);
      const more = within.waves.length - rows.length;
      const rest = more > 0 ? `and ${more} more; all are in --json\n` : '';
      return [`\n${concurrency} at a time:\n${columns(rows, { head })}${rest}`];
    })
    .join('');
}

function usefulText({ schedules, useful, criticalPath }: PlanSimulation): string {
  const { concurrency, hours } = useful;
  const why =
    hours > criticalPath.hours
      ? `phases wait for each other and for files (the critical path alone takes ${hoursInWords(criticalPath.hours)})`
      : `the critical path takes ${hoursInWords(criticalPath.hours)}: ${criticalPath.phases.map((id) => `Phase ${printableLine(id)}`).join(', ')}`;
  const isLimited = schedules.some(({ within }) => within !== undefined);
  const without = isLimited
    ? 'This counts one attempt for each phase and no retries. Without a quota:\n'
    : '';
  return `${without}More than ${concurrency} at a time does not help: it takes ${hoursInWords(hours)} then; ${why}.\n`;
}

/** Smallest number of phases for a conclusion, as in `batch stats`. */
const MIN = 5;

function calibrationText({ calibration }: PlanSimulation): string {
  if (calibration === undefined) return '';
  const { factors, uncalibrated } = calibration;
  const lines = factors.map(({ complexity, ratio, n, of, phases }) => {
    const whose = of === null ? 'of any complexity' : `of complexity ${printableLine(of)}`;
    return `${countOf(phases, 'phase')} of complexity ${printableLine(complexity)}: × ${ratio >= 0.095 ? ratio.toFixed(2) : ratio.toPrecision(1)}, by ${countOf(n, 'phase')} ${whose} (n = ${n})`;
  });
  const rest =
    uncalibrated === 0
      ? []
      : [`${countOf(uncalibrated, 'phase')} as estimated: fewer than ${MIN} phases like them are done.`];
  return `${['Calibrated:', ...lines, ...rest].join('\n  ')}\n`;
}
