import type { Problem } from '../../../diagnostics/index.ts';
import { printableLine } from '../../../lib/index.ts';
import { mergeProblems, type PlanReport } from '../../../operations/index.ts';
import { type Palette, problemsText } from '../../terminal/index.ts';

/** The problems of a plan as text: one that several phases share is shown once, with all places. */
export function mergedProblemsText(
  problems: readonly Problem[],
  phases: readonly Pick<PlanReport['plan']['phases'][number], 'id' | 'title'>[],
  colours: Palette,
): string {
  const shown = mergeProblems(problems, phases).map(({ problem, others }) =>
    others.length === 0 ? problem : { ...problem, hint: withOthers(problem.hint, others) },
  );
  return problemsText(shown, colours);
}

/** Maximum places named one by one; all are in --json. */
const MAX_NAMED = 4;

function withOthers(
  hint: string | undefined,
  others: ReturnType<typeof mergeProblems>[number]['others'],
): string {
  const shown = others.length <= MAX_NAMED + 1 ? others : others.slice(0, MAX_NAMED);
  const named = shown.map(
    ({ id, line }) => `Phase ${printableLine(id)}${line === undefined ? '' : ` (line ${line})`}`,
  );
  const end = others.at(-1)?.line;
  const left = others.length - shown.length;
  if (left > 0) named.push(`${left} more${end === undefined ? '' : `, up to line ${end}`}`);
  const last = named.length > 1 ? ` and ${named.pop()}` : '';
  const same = `The same applies to ${named.join(', ')}${last}.`;
  return hint === undefined ? same : `${same}\n  ${hint}`;
}
