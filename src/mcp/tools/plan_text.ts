import { countOf } from '../../lib/index.ts';
import type { WholeDocument } from '../../operations/index.ts';
import { firstOf, lines, onOneLine } from '../text_lines.ts';

type Plan = Pick<WholeDocument<'orchestrator.plan-show/1'>, 'plan' | 'conflicts' | 'cycles'>;

/** A plan in a few lines: its figures, then its phases. */
export function planText({ plan, conflicts, cycles }: Plan): string {
  if (plan === null) return '';
  const { title, phases, stages, hours, criticalPath } = plan;
  return lines([
    `${onOneLine(title) || 'A plan'}: ${countOf(phases.length, 'phase')} in ${countOf(stages.length, 'stage')}, ${hours.total} h (${hours.parallel} h in parallel), critical path ${criticalPath.phases.join(' → ')}`,
    firstOf(
      phases.map(
        ({ id, title: name, stage, dependencies, hours: h, files, gates }) =>
          `${id} ${onOneLine(name)} | stage ${stage ?? '-'} | after ${dependencies.join(', ') || 'nothing'} | ${h ?? '?'} h | ${files.map(onOneLine).join(', ') || 'no files'} | ${countOf(gates.length, 'gate')}`,
      ),
      100,
    ),
    ...conflicts.map(
      ({ phases: both, files }) =>
        `conflict: ${both.join(' and ')} change ${files.map(onOneLine).join(', ')}`,
    ),
    ...cycles.map((cycle) => `cycle: ${cycle.join(' → ')}`),
  ]);
}
