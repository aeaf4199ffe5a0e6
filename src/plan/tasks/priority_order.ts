import type { Section } from '../outline/outline.ts';
import { cellsOf } from '../outline/overview.ts';
import type { Surveyed } from '../outline/survey.ts';
import { type NamedPart, PartNames } from '../sequence/part_names.ts';
import { rankOfPriority, statedPriority } from '../words/priority_words.ts';
import type { Task } from './importer.ts';

/** The reason for a part to come after one with a higher priority. */
export const ORDER_OF_PRIORITY = 'higher priority first';

/**
 * Gives parts a place by the sprint that a line beside them puts them in ("Sprint 1: parts 1, 5 and 6"), then by their priorities.
 * Parts that are numbered as a sequence (phases, steps, weeks, 1.1) keep the order of their numbers.
 */
export function withRanks(
  tasks: readonly Task[],
  units: readonly Surveyed[],
  { beside, lines }: { readonly beside: readonly Section[]; readonly lines: readonly string[] },
): readonly Task[] {
  const names = new PartNames(
    units.map(({ label }, index) => ({ ...label, title: tasks[index]?.title ?? '' }) satisfies NamedPart),
  );
  const isSequence = units.some(
    ({ label }) =>
      label.form === 'time' || SEQUENCES.test(label.word ?? '') || /\d\.\d/u.test(label.id ?? ''),
  );
  const sprints = sprintsOf(beside, names, units);
  const given = isSequence ? undefined : prioritiesOf(tasks, units, { beside, lines, names });
  if (sprints === undefined && given === undefined) return tasks;
  const ranks = tasks.map((_, index) => (sprints?.get(index) ?? LAST) * LAST + (given?.[index] ?? 0));
  const isRising = ranks.every((rank, index) => index === 0 || rank >= (ranks[index - 1] ?? rank));
  return isRising ? tasks : tasks.map((task, index) => ({ ...task, rank: ranks[index] ?? 0 }));
}

/** A rank behind all others. */
const LAST = 10_000;

/** Words for parts of which each follows on the one before. */
const SEQUENCES =
  /^(?:phases?|stages?|steps?|sprints?|weeks?|days?|months?|iterations?|waves?|quarters?|versions?|releases?|sessions?|fase|etapa|étape|etape|phase|schritt|stufe|woche|tag|semana|semaine|jour|día|dia|settimana|giorno|этап|фаза|шаг|неделя|день|спринт|阶段|階段|步骤|步|周|天|フェーズ|ステップ|段階|週|日|단계|주차|주|일|giai đoạn|bước|tuần|aşama|adım|etap|krok|tydzień)$/iu;

/** The sprint of each part that a line such as "Sprint 1 (now): parts 1, 5, 6" names. */
function sprintsOf(
  beside: readonly Section[],
  names: PartNames,
  units: readonly Surveyed[],
): ReadonlyMap<number, number> | undefined {
  // Where the sprints are the parts, such a line names something else.
  if (units.some(({ label }) => SPRINT_WORD.test(label.word ?? ''))) return undefined;
  const found = new Map<number, number>();
  for (const { blocks } of beside)
    for (const block of blocks)
      for (const { text } of block.kind === 'text' ? block.lines : []) {
        const { number, said } = SPRINT.exec(text.replace(/[*_`]/gu, ''))?.groups ?? {};
        const mentions = said === undefined ? [] : names.mentionsIn(said);
        if (mentions.some(({ parts }) => parts.length === 0)) continue;
        for (const part of mentions.flatMap(({ parts }) => parts))
          if (!found.has(part)) found.set(part, Number(number));
      }
  return found.size < 2 ? undefined : found;
}

const SPRINT_WORD =
  /^(?:sprint|iteration|wave|week|спринт|итерация|スプリント|冲刺|迭代|iteración|iteração|itération)$/iu;
const SPRINT =
  /^\P{L}{0,4}(?:sprint|iteration|wave|спринт|итерация|スプリント|冲刺|迭代|iteración|iteração|itération)\s*(?<number>\d{1,3})(?:\s*[([（][^()（）]{0,40}[)\]）])?\s*[:：–—-]\s*(?<said>.{3,300})$/iu;

/** The ranks of the parts by their priorities, where most have one and they differ. */
function prioritiesOf(
  tasks: readonly Task[],
  units: readonly Surveyed[],
  {
    beside,
    lines,
    names,
  }: { readonly beside: readonly Section[]; readonly lines: readonly string[]; readonly names: PartNames },
): readonly number[] | undefined {
  const listed = prioritiesInTables(beside, lines, names);
  const found = tasks.map((task, index) => {
    const field = task.others.find(({ name }) => FIELD.test(name));
    return (
      statedPriority(units[index]?.section.heading.text ?? '') ??
      (field && rankOfPriority(field.text.trim())) ??
      (FIELD_IN_GOAL.test(task.goal ?? '') ? statedPriority(task.goal ?? '') : undefined) ??
      listed.get(index)
    );
  });
  const known = found.flatMap((rank) => rank ?? []);
  if (known.length * 2 <= found.length || new Set(known).size < 2) return undefined;
  // What comes before all of them is the ground for the rest; what has none among them comes last.
  const first = found.findIndex((rank) => rank !== undefined);
  return found.map((rank, index) => rank ?? (index < first ? -1 : LAST - 1));
}

const FIELD =
  /^(?:priorit(?:y|é|à|ät|aet)|prioridade?|prio|приоритет|пріоритет|priorytet|öncelik|ưu tiên|độ ưu tiên|优先级|優先度|우선순위)$/iu;
const FIELD_IN_GOAL =
  /^\P{L}{0,6}(?:priorit(?:y|é|à|ät|aet)|prioridade?|приоритет|优先级|優先度|우선순위)\s*[:：]/iu;

/** The priorities that a table of the parts gives in a column. */
function prioritiesInTables(
  beside: readonly Section[],
  lines: readonly string[],
  names: PartNames,
): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  for (const { blocks } of beside)
    for (const block of blocks) {
      if (block.kind !== 'opaque' || block.form !== 'table') continue;
      const [head = [], , ...body] = lines.slice(block.line - 1, block.end - 1).map(cellsOf);
      const column = head.findIndex((name) => FIELD.test(name.replace(/[*_`]/gu, '').trim()));
      if (column < 1) continue;
      for (const cells of body) {
        const part = names.called(cells[0] ?? '') ?? names.called(cells[1] ?? '');
        const rank = rankOfPriority((cells[column] ?? '').replace(/[*_`]/gu, '').trim());
        if (part !== undefined && rank !== undefined && !found.has(part)) found.set(part, rank);
      }
    }
  return found;
}
