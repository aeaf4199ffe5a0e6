import { countOf, printableLine, textWidth, wrapText } from '../../lib/index.ts';
import {
  conflictText,
  hoursText,
  type PictureConflict,
  type PictureEdge,
  type PicturePhase,
  type PlanPicture,
  phaseName,
} from './picture.ts';

/** In fewer columns no text can be laid out. */
const NARROWEST = 20;

/** Marks for a phase on the critical path, and for one that is not. */
const MARKS = { critical: '●', other: '○' } as const;

/**
 * A plan as text: its stages, one below the other, with each phase's hours, title, dependencies and conflicts. No line is longer
 * than `columns`, except for a name that can't be broken.
 */
export function drawOutline(picture: PlanPicture, columns: number): string {
  const width = Math.max(columns, NARROWEST);
  const stages = stagesOf(picture.phases);
  const conflicts = conflictsByPhase(picture);
  const before = edgesByPhase(picture);
  const blocks = stages.map(({ head, members }) => [
    head,
    ...members.flatMap((index) => phaseLines(picture, index, { before, conflicts, width })),
  ]);
  const legend = picture.phases.some((phase) => phase.isCritical)
    ? [wrapText(`${MARKS.critical} on the critical path`, width)]
    : [];
  return `${[wrapText(printableLine(picture.title), width), ...blocks, ...legend].map((block) => block.join('\n')).join('\n\n')}\n`;
}

function phaseLines(
  picture: PlanPicture,
  index: number,
  {
    before,
    conflicts,
    width,
  }: {
    readonly before: ReadonlyMap<number, readonly PictureEdge[]>;
    readonly conflicts: ReadonlyMap<number, readonly string[]>;
    readonly width: number;
  },
): string[] {
  const phase = picture.phases[index] as PicturePhase;
  const name = printableLine(phaseName(phase));
  const hours = hoursText(phase.hours);
  const mark = phase.isCritical ? MARKS.critical : MARKS.other;
  const room = width - 4 - textWidth(name) - 2;
  const head = `  ${mark} ${name}${hours === '' ? '' : textWidth(hours) <= room ? `  ${hours}` : `\n    ${hours}`}`;
  const after = (before.get(index) ?? []).map(({ from, isInCycle }) => {
    const id = printableLine((picture.phases[from] as PicturePhase).id);
    return isInCycle ? `${id} (cycle)` : id;
  });
  const notes = [
    printableLine(phase.title),
    after.length === 0 ? '' : `after ${after.join(', ')}`,
    phase.needs.length === 0 ? '' : `needs ${phase.needs.join(', ')}`,
    ...(conflicts.get(index) ?? []),
  ].filter((note) => note !== '');
  return [head, ...notes.flatMap((note) => wrapText(note, width - 4).map((line) => `    ${line}`))];
}

/** The phases of each stage, in document order; those without a stage last. */
function stagesOf(phases: readonly PicturePhase[]): { head: string; members: number[] }[] {
  const stages = new Map<number, number[]>();
  phases.forEach(({ stage }, index) => {
    const key = stage ?? Number.POSITIVE_INFINITY;
    const members = stages.get(key);
    if (members) members.push(index);
    else stages.set(key, [index]);
  });
  return [...stages]
    .sort(([a], [b]) => a - b)
    .map(([stage, members]) => ({
      head: stage === Number.POSITIVE_INFINITY ? 'No stage: in a cycle or after one' : `Stage ${stage}`,
      members,
    }));
}

function edgesByPhase({ edges }: PlanPicture): Map<number, PictureEdge[]> {
  const before = new Map<number, PictureEdge[]>();
  for (const edge of edges) {
    const list = before.get(edge.to);
    if (list) list.push(edge);
    else before.set(edge.to, [edge]);
  }
  return before;
}

/** Where all phases touch the same file, every one of them would list all others. */
const MAX_CONFLICTS = 20;

function conflictsByPhase({ phases, conflicts }: PlanPicture): Map<number, string[]> {
  const others = new Map<number, { readonly other: number; readonly conflict: PictureConflict }[]>();
  for (const conflict of conflicts) {
    const [a, b] = conflict.phases;
    for (const [index, other] of [[a, b] as const, [b, a] as const]) {
      const known = others.get(index);
      if (known) known.push({ other, conflict });
      else others.set(index, [{ other, conflict }]);
    }
  }
  const noteOf = ({ other, conflict }: { readonly other: number; readonly conflict: PictureConflict }) =>
    printableLine(`conflict with ${phaseName(phases[other] as PicturePhase)}: ${conflictText(conflict)}`);
  return new Map(
    [...others].map(([index, all]) => {
      const more = all.length - MAX_CONFLICTS;
      const rest = more > 0 ? [`conflicts with ${countOf(more, 'more phase')}`] : [];
      return [index, [...all.slice(0, MAX_CONFLICTS).map(noteOf), ...rest]];
    }),
  );
}
