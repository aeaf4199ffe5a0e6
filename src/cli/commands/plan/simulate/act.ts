import { failure, type Result, success } from '../../../../diagnostics/index.ts';
import { hoursInWords, printableLine } from '../../../../lib/index.ts';
import { type PlanSimulation, simulatePlan } from '../../../../operations/index.ts';
import { jsonDocument, problemsText, reportFailure } from '../../../terminal/index.ts';
import { columns } from '../../../terminal/table.ts';
import type { CommandSetting } from '../../declare.ts';
import { readAsking } from '../ask_section.ts';
import { assumedText, wrongText } from '../document.ts';
import type { PlanSimulateFlags } from '../flags.ts';
import { readingOptions } from '../reading_flags.ts';
import { READING_CODES } from '../reading_text.ts';

const SCHEMA = 'orchestrator.plan-simulate/1' as const;

/** More at a time than anybody has, and few enough to list. */
const MOST = { workers: 100_000, rows: 64 };

/** Carries the command out. */
export async function simulateAction(
  file: string,
  flags: PlanSimulateFlags,
  { context, terminal, finish }: CommandSetting,
): Promise<void> {
  const { json = false } = flags;
  const concurrency = parseConcurrency(flags.concurrency);
  const read = (reading: PlanSimulateFlags) =>
    concurrency.ok
      ? simulatePlan(context, {
          file,
          concurrency: concurrency.value,
          reading: readingOptions(reading),
        })
      : concurrency;
  const simulated = await readAsking(read, flags, { file, json }, { context, terminal });
  if (typeof simulated === 'number') return finish(simulated);
  if (!simulated.ok) {
    finish(reportFailure(simulated, { terminal, json, schema: SCHEMA }));
    return;
  }
  const { problems, ...simulation } = simulated.value;
  if (json) terminal.out(jsonDocument(SCHEMA, { ok: true, ...simulation, problems }));
  else {
    terminal.out(scheduleTable(simulated.value));
    terminal.say(usefulText(simulated.value));
    terminal.say(assumedText(simulation.assumed));
    const conflicts = problems.filter(({ code }) => code === 'file-conflict' || READING_CODES.has(code));
    const errors = problems.filter(({ severity }) => severity === 'error');
    terminal.say(problemsText(conflicts, terminal.colours));
    terminal.say(wrongText(errors, file));
  }
  finish(0);
}

function parseConcurrency(text: string): Result<number[]> {
  const parts = text.split(',').map((part) => part.trim());
  const wrong = parts.find((part) => !/^[1-9]\d{0,5}$/u.test(part) || Number(part) > MOST.workers);
  if (wrong === undefined && parts.length <= MOST.rows) return success(parts.map(Number));
  return failure('usage', {
    severity: 'error',
    code: 'usage',
    message:
      wrong === undefined
        ? `--concurrency takes at most ${MOST.rows} numbers.`
        : `"${printableLine(wrong)}" is no number of phases that could run at the same time.`,
    hint: `Give whole numbers from 1 to ${MOST.workers}, as in --concurrency 1,2,4,8.`,
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
