import type { Problem } from '../../../diagnostics/index.ts';
import { hoursInWords, printable, printableLine } from '../../../lib/index.ts';
import type { PlanReport } from '../../../operations/index.ts';
import { counted, countOf } from '../problem_counts.ts';

/** A remark that figures rest on hours that the plan does not give. */
export function assumedText({ phases, hours }: PlanReport['assumed']): string {
  return phases === 0
    ? ''
    : `${countOf(phases, 'phase')} without hours, counted as ${hoursInWords(hours)}${phases === 1 ? '' : ' each'}.\n`;
}

/** The number of problems of a plan that was drawn or simulated all the same, and where to read them; empty if there are none. */
export function problemCountText(problems: readonly Problem[], file: string): string {
  const wrong = problems.filter(({ severity }) => severity !== 'note');
  return wrong.length === 0 ? '' : `It has ${counted(wrong)}: orchestrator plan check ${printable(file)}\n`;
}

/** The plan in one line, with its stages below; empty for a plan without phases. */
export function summaryText({ plan }: PlanReport): string {
  const { phases, stages, maxParallel, hours, criticalPath } = plan;
  if (phases.length === 0) return '';
  const head = [
    countOf(phases.length, 'phase'),
    countOf(stages.length, 'stage'),
    `${maxParallel} at a time`,
    `${hoursInWords(hours.total)} of work`,
    `${hoursInWords(criticalPath.hours)} on the critical path`,
  ].join(', ');
  const named = (ids: readonly string[]) => ids.map((id) => `Phase ${printableLine(id)}`).join(', ');
  const without = phases.filter(({ stage }) => stage === null).map(({ id }) => id);
  return [
    `Plan: ${head}`,
    ...stages.map(
      (ids, index) => `  Stage ${index + 1}: ${named(ids)}${ids.length > 1 ? ' (parallel)' : ''}`,
    ),
    ...(without.length === 0 ? [] : [`  No stage, since they are in or after a cycle: ${named(without)}`]),
    '',
  ].join('\n');
}

/** The preconditions of a pattern's plan. */
export function beforehandText(requirements: readonly string[]): string {
  if (requirements.length === 0) return '';
  return `Required before it begins:\n${requirements.map((each) => `  ${printableLine(each)}\n`).join('')}`;
}
