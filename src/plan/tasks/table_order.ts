import { printable } from '../../lib/index.ts';
import { rankOfPriority } from '../words/priority_words.ts';
import type { Task } from './importer.ts';
import { ORDER_OF_NUMBERS } from './number_order.ts';

/** The tasks of rows with their places in the order that a column gives from top to bottom, if one does. */
export function rankedBy(
  tasks: readonly Task[],
  {
    head,
    body,
    line,
    id,
  }: {
    readonly head: readonly string[];
    readonly body: readonly (readonly string[])[];
    readonly line: number;
    readonly id: number | undefined;
  },
): { readonly tasks: readonly Task[]; readonly reason: string } | undefined {
  const named = head.flatMap((name, place) => (ORDERING.test(name) ? [place] : []));
  for (const place of [...named, ...(id === undefined ? [] : [id])]) {
    const isNamed = ORDERING.test(head[place] ?? '');
    const ranks = tasks.map((task) => {
      const cell = (body[task.line - line - 2]?.[place] ?? '').replace(/[*`_~]/gu, '').trim();
      return isNamed
        ? rankOfPriority(cell)
        : /^\d{1,4}[.)]?$/u.test(cell)
          ? Number.parseInt(cell, 10)
          : undefined;
    });
    const isRising = ranks.every(
      (rank, index) => rank !== undefined && (index === 0 || rank >= (ranks[index - 1] ?? rank)),
    );
    if (!isRising || ranks[0] === ranks.at(-1)) continue;
    const isBroad = isWide(ranks);
    return {
      // Putting all tasks of a rank after all of the one before would need too many dependencies: then they come one by one.
      tasks: tasks.map((task, index) => ({ ...task, rank: isBroad ? index : (ranks[index] ?? 0) })),
      reason: isNamed ? `order of the column ${printable(head[place] ?? '')}` : ORDER_OF_NUMBERS,
    };
  }
  return undefined;
}

/** Whether more rows share a rank than anybody does at once. */
function isWide(ranks: readonly (number | undefined)[]): boolean {
  return ranks.some((rank, index) => rank !== undefined && rank === ranks[index + MAX_AT_ONCE]);
}

const MAX_AT_ONCE = 30;

/** Columns that say when a row is due, or which is first. */
const ORDERING =
  /^(?:order|sequence|seq\.?|run order|execution order|wave|week|weeks|day|days|sprint|iteration|quarter|priority|prio|p|when|ordre|orden|ordem|reihenfolge|priorité|prioridad|prioridade|priorität|semaine|semana|woche|tag|jour|ordine|priorità|settimana|порядок|очередь|приоритет|неделя|день|спринт|顺序|順序|優先順位|优先级|優先度|周|週|第几周|순서|우선순위|주차|주)$/iu;
