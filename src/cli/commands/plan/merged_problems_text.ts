import type { Problem } from '../../../diagnostics/index.ts';
import { inSentence, printableLine } from '../../../lib/index.ts';
import { mergeProblems } from '../../../operations/index.ts';
import { type Palette, problemsText } from '../../terminal/index.ts';
import {
  GATE_WITHOUT_COMMAND,
  gatesWithoutCommand,
  isOpenPoint,
  openPointsText,
  type ToldPhase,
} from './open_points.ts';
import { byImportance } from './problem_order.ts';

/** How problems are shown. */
type Manner = {
  /** Whether the document was not written as a plan: then the most important problems come first, else those further up. */
  readonly isForeign?: boolean;
  /** The hours assumed for a phase without an estimate, if they are to be told. */
  readonly hours?: number;
};

/**
 * The problems of a plan as text: one that several phases share is shown once, with all places, and what a document leaves open
 * that was not written as a plan is one line at the end.
 */
export function mergedProblemsText(
  problems: readonly Problem[],
  phases: readonly ToldPhase[],
  colours: Palette,
  { isForeign = false, hours }: Manner = {},
): string {
  return (
    problemsText(mergedProblems(problems, phases, { isForeign }), colours) +
    openPointsText(problems, phases, hours)
  );
}

/** The problems as they are shown: one for those that several phases share, and none that the line at the end tells. */
export function mergedProblems(
  problems: readonly Problem[],
  phases: readonly ToldPhase[],
  { isForeign = false }: Pick<Manner, 'isForeign'> = {},
): readonly Problem[] {
  const listed = problems.filter((each) => !isOpenPoint(each));
  const shown = gatesAsOne(isForeign ? byImportance(listed) : listed, phases);
  return mergeProblems(shown, phases).map(({ problem, others }) =>
    others.length === 0 ? problem : { ...problem, hint: withOthers(problem.hint, others) },
  );
}

/** Merges many gates without a command, which say the same of different lines, into the first. */
function gatesAsOne(problems: readonly Problem[], phases: readonly ToldPhase[]): readonly Problem[] {
  const [first, ...others] = problems.filter(({ code }) => code === GATE_WITHOUT_COMMAND);
  if (first === undefined || others.length + 1 < MIN_GATES) return problems;
  const places = others.flatMap(({ line }) => line ?? []);
  const named = places.slice(0, MAX_NAMED).map(String);
  const left = places.length - named.length;
  if (left > 0) named.push(`${left} more, up to line ${places.at(-1)}`);
  const merged = {
    ...first,
    message: `${gatesWithoutCommand(phases, others.length + 1)}.`,
    hint: `The others are in lines ${inSentence(named)}.${first.hint === undefined ? '' : `\n  ${first.hint}`}`,
  };
  return problems.flatMap((each) => {
    if (each === first) return merged;
    return each.code === GATE_WITHOUT_COMMAND ? [] : each;
  });
}

/** Fewer are shown one by one. */
const MIN_GATES = 3;

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
