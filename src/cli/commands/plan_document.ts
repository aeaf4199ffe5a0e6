import { hoursInWords } from '../../lib/index.ts';
import type { PlanReport } from '../../operations/index.ts';
import { countOf } from './judgement.ts';

/** What a `--json` document tells of a plan. */
export function planDocument({
  plan,
  conflicts,
  cycles,
}: PlanReport): Pick<PlanReport, 'plan' | 'conflicts' | 'cycles'> {
  return { plan, conflicts, cycles };
}

/** That figures rest on hours which the plan does not give. */
export function assumedText({ phases, hours }: PlanReport['assumed']): string {
  return phases === 0
    ? ''
    : `${countOf(phases, 'phase')} without hours, counted as ${hoursInWords(hours)}${phases === 1 ? '' : ' each'}.\n`;
}
