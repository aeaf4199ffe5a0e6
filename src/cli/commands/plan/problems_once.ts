import type { Problem } from '../../../diagnostics/index.ts';
import { printableLine } from '../../../lib/index.ts';
import { type PlanReport, toldOnce } from '../../../operations/index.ts';
import { type Palette, problemsText } from '../../terminal/index.ts';

/** The problems of a plan as text: what is the same of several phases is told once, with the places of all. */
export function problemsOnce(
  problems: readonly Problem[],
  phases: readonly Pick<PlanReport['plan']['phases'][number], 'id' | 'title'>[],
  colours: Palette,
): string {
  const told = toldOnce(problems, phases).map(({ problem, others }) =>
    others.length === 0 ? problem : { ...problem, hint: withOthers(problem.hint, others) },
  );
  return problemsText(told, colours);
}

function withOthers(hint: string | undefined, others: ReturnType<typeof toldOnce>[number]['others']): string {
  const named = others.map(
    ({ id, line }) => `Phase ${printableLine(id)}${line === undefined ? '' : ` (line ${line})`}`,
  );
  const last = named.length > 1 ? ` and ${named.pop()}` : '';
  const same = `The same is to be said of ${named.join(', ')}${last}.`;
  return hint === undefined ? same : `${same}\n  ${hint}`;
}
