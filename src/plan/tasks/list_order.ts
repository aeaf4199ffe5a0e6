import { LatePattern } from '../../lib/index.ts';
import { sectionRole } from '../words/section_roles.ts';
import { documentOrder, saysNoNeed } from './document_order.ts';
import { needsBeforeFinalStep } from './final_step.ts';
import type { ImportOptions, InferredNeed, Task, TaskList } from './importer.ts';
import { nameOf } from './item_name.ts';
import { kindOf, type ListDocument, type ListItem } from './list_document.ts';
import { isAbove, ORDER_OF_NUMBERS } from './number_order.ts';
import { orderInParts } from './numbered_parts.ts';
import { ABOUT_ORDER } from './order_notes.ts';
import { orderOfSections } from './section_order.ts';

/** "12. Mail" over "12.1" and "12.2", "13. Errors" over "13.1": numbers on two levels give the order of the work. */
export function isNumberedThrough(items: readonly ListItem[]): boolean {
  const numbers = items.map((item) => (nameOf(item).number ?? '').split('.').map(Number));
  const rise = numbers.every((number, index) => index === 0 || isAbove(number, numbers[index - 1] ?? []));
  const hasParts = ({ children }: ListItem, [number]: readonly number[]) =>
    children.some((child) => nameOf(child).number?.startsWith(`${number}.`));
  const areOnTwo =
    items.some((item, index) => hasParts(item, numbers[index] ?? [])) ||
    areKiros(items) ||
    nameRequirements(items);
  return items.length > 1 && rise && areOnTwo;
}

/** Whether a document says at its beginning that its list is done in order: "Work through these tasks in order." */
export function saysInOrder({ sections }: ListDocument): boolean {
  const said = (sections[0]?.lines ?? []).map(({ text }) => text.replace(/[*_]/gu, '')).join(' ');
  return said
    .slice(0, LONGEST_BEGINNING)
    .split(/[.!?;](?=\s|$)|[。！？；]/u)
    .some((sentence) => {
      const found = IN_ORDER.exec(sentence);
      // "In order, and do not skip any" forbids something else.
      return found !== null && !AS_ONE_LIKES.test(sentence.slice(0, found.index + found[0].length));
    });
}

const LONGEST_BEGINNING = 2_000;

/** A sentence has to be about the tasks: "Process the queue one at a time" is about the program. */
const IN_ORDER = new LatePattern(
  () =>
    String.raw`(?<![\p{L}])(?:(?:work through|do|complete|execute|implement|follow|carry out|tackle|process|build)(?![\p{L}])(?=[^.!?]{0,60}(?<![\p{L}])(?:these|them|each|every|tasks?|steps?|phases?|items?|stories|tickets?|everything|below)(?![\p{L}]))[^.!?]{0,60}?(?<![\p{L}])(?:in (?:this |the (?:given |listed |following )?)?order(?! (?:of|to|for|that)(?![\p{L}]))|in sequence|sequentially|one (?:by one|after (?:the other|another)|at a time)|(?:from )?top to bottom)(?![\p{L}])|(?:aufgaben|schritte|phasen|punkte|tickets)(?![\p{L}])[^.!?]{0,60}?(?:in dieser reihenfolge|der reihe nach)|(?:tareas|pasos|fases|etapas)(?![\p{L}])[^.!?]{0,60}?en (?:este )?orden(?! (?:de|a|para)(?![\p{L}]))|(?:tâches|étapes|phases)(?![\p{L}])[^.!?]{0,60}?dans (?:cet |l['’])ordre(?! d)|(?:tarefas|passos|etapas|fases)(?![\p{L}])[^.!?]{0,60}?(?:nesta ordem|em ordem(?! (?:de|a|para)(?![\p{L}])))|(?:attività|passi|fasi|compiti)(?![\p{L}])[^.!?]{0,60}?(?:in quest['’]|nell['’])ordine(?! d)|(?:задач\p{L}*|шаг\p{L}*|этап\p{L}*|пункт\p{L}*)[^.!?]{0,60}?(?:по порядку|последовательно))|按(?:照)?顺序(?:完成|执行|实现|做|处理)|依次(?:完成|执行|实现)|(?:タスク|ステップ|フェーズ|作業)[^。]{0,30}(?:順番に|上から順に)|(?:작업|단계|과제)[^.]{0,30}(?:순서대로|차례대로)`,
  'iu',
);

/** Words before an order that say that it does not matter, or is not intended. */
const AS_ONE_LIKES = new LatePattern(
  () =>
    String.raw`(?<![\p{L}])(?:not|never|cannot|any|optional(?:ly)?|parallel|nicht|keine?|beliebig\p{L}*|no|sin|pas|sans|não|sem|non|senza|не|необязательно|любом)(?![\p{L}])|n['’]t(?![\p{L}])|不|无需|無需|任意|なくて|不要|필요 ?(?:는|가)? ?없|않`,
  'iu',
);

/** Whether numbers, one after the other in each list, are all that is known about the items. */
export function areCounted(items: readonly ListItem[]): boolean {
  const counted = items.filter((item) => kindOf(item) === 'number');
  const places = new Set(counted.map(({ section }) => section));
  const areApart = items.every((item) => kindOf(item) === 'number' || !places.has(item.section));
  return (
    areApart &&
    counted.length > 1 &&
    counted.every((item, index) => {
      const before = counted[index - 1];
      const [number, last] = [Number(item.number), Number(before?.number)];
      const isFirst = before === undefined || before.section !== item.section;
      return Number.isFinite(number) && (isFirst || number >= last || number === 1);
    })
  );
}

/** Numbers give an order, list by list; a task's own statement has priority. */
function* byNumbers({ tasks }: TaskList): Generator<InferredNeed> {
  const numbers = tasks.map(({ names }) => Number(names[0]));
  let from = 0;
  for (let index = 1; index <= tasks.length; index++) {
    const [task, before] = [tasks[index], tasks[index - 1]];
    // Where the numbers begin again, another list begins; a list of ones is one list.
    const isAnew = (numbers[index] ?? 0) < (numbers[index - 1] ?? 0);
    if (task !== undefined && task.section === before?.section && !isAnew) continue;
    // Beside a numbered list, one with bullets says nothing of its order.
    const isCounted = Number.isFinite(numbers[from]);
    for (const { task: own, on } of isCounted ? documentOrder({ tasks: tasks.slice(from, index) }, {}) : [])
      yield { task: own + from, on: on + from, reason: ORDER_OF_NUMBERS };
    from = index;
  }
}

/** Whether all are numbered below one heading that speaks of their order: "Order of implementation". */
export function areInOrder(items: readonly ListItem[], { sections }: ListDocument): boolean {
  const [first] = items;
  const { title = '' } = sections[first?.section ?? -1] ?? {};
  return (
    sectionRole(title)?.role === 'work' &&
    ABOUT_ORDER.test(title) &&
    items.every((item) => kindOf(item) === 'number' && item.section === first?.section)
  );
}

/** The tasks of a story, as BMAD writes them: they are done from the first to the last. */
export function areOfStory(items: readonly ListItem[], { sections }: ListDocument): boolean {
  const isTold = sections.some(({ title }) => STORY.test(title.trim()));
  const isList = (title: string) => TASKS_OF_STORY.test(title) || (isTold && /^tasks$/iu.test(title));
  return (
    items.length > 1 &&
    items.every((item) => kindOf(item) === 'box' && isList(sections[item.section]?.title.trim() ?? ''))
  );
}

const TASKS_OF_STORY = /^tasks ?(?:\/|&|and) ?sub-?tasks$/iu;
const STORY = /^(?:user )?story(?: statement)?$/iu;

/** `- [ ] 2. Service` beside `- [ ] 2.1 Test it`, as Kiro writes: a list with tick boxes and numbers on two levels. */
function areKiros(items: readonly ListItem[]): boolean {
  const names = items.map((item) => nameOf(item).number ?? '');
  const known = new Set(names);
  return (
    items.every((item) => kindOf(item) === 'box') &&
    names.some((name) => name.includes('.') && known.has(name.split('.')[0] ?? ''))
  );
}

/** `_Requirements: 1.1, 2.3_` below most of what has a number and a tick box, which is Kiro's way as well. */
export function nameRequirements(items: readonly ListItem[]): boolean {
  const withRequirements = items.filter(({ children, more }) =>
    [...children.map(({ text }) => text), ...more].some(({ text }) => REQUIREMENTS.test(text)),
  );
  return (
    withRequirements.length * 2 > items.length &&
    items.every((item) => kindOf(item) === 'box' && nameOf(item).number !== undefined)
  );
}

const REQUIREMENTS =
  /^_*(?:Requirements?|Requisitos?|Anforderungen|Exigences|Requisiti|Требования|Yêu cầu|需求|要件|要求|요구 ?사항)\s*[:：]\s*\S/u;

/** The rows of a table of phases, or items numbered on two levels: each silent one after the one before it. */
export function* needsOfSequence({
  tasks,
  orderReason = 'order of the table',
}: TaskList): Generator<InferredNeed> {
  let [since, until] = [0, 0];
  for (const [index, task] of tasks.entries()) {
    // Rows of one rank come after all of the rank before.
    if (index > 0 && (task.rank === undefined || task.rank !== tasks[index - 1]?.rank))
      [since, until] = [task.rank === undefined ? index - 1 : until, index];
    if (!saysNoNeed(task) || task.isFree) continue;
    for (let on = since; on < until; on++) yield { task: index, on, reason: orderReason };
  }
}

/**
 * A foundation comes before all tasks below it. A sequential task comes after all tasks above it, up to the sequential one
 * before, and before all below it. Dependencies that a task states itself have priority.
 */
export function* paces(list: TaskList, { inOrder = false }: ImportOptions): Generator<InferredNeed> {
  const { tasks } = list;
  yield* orderOfSections(list);
  if (list.isCounted && !inOrder) yield* byNumbers(list);
  if (!inOrder) yield* orderInParts(list);
  if (!inOrder) yield* ofMilestones(list);
  if (!inOrder) yield* needsBeforeFinalStep(list);
  let barrier: number | undefined;
  let since = 0;
  for (const [index, task] of tasks.entries()) {
    const pace = task.pace?.value;
    const isTold = !saysNoNeed(task);
    if (barrier !== undefined) yield { task: index, on: barrier, reason: reasonOf(tasks[barrier]) };
    if (pace === 'sequential' && !isTold)
      for (let on = since; on < index; on++) yield { task: index, on, reason: 'marked sequential' };
    else if (inOrder && index > 0 && !isTold && !task.isFree && pace === undefined)
      yield { task: index, on: index - 1, reason: 'list order' };
    if (pace === 'sequential' || pace === 'foundation') {
      barrier = index;
      since = index + 1;
    }
  }
}

/**
 * "M1: Base", "M2: Data", one below the other, and "Phase 1: Base", "Phase 2: Data": they come in their order, as headings with
 * such names do.
 */
function* ofMilestones({ tasks }: TaskList): Generator<InferredNeed> {
  const numberOf = ({ id, names }: Task) =>
    /^M(\d{1,3})$/u.exec(id ?? names[0] ?? '') ??
    names.map((name) => /^Phase (\d{1,3})$/u.exec(name)).find((found) => found !== null);
  const numbers = tasks.map((task) => Number(numberOf(task)?.[1]));
  const isNext = (index: number) =>
    (numbers[index] ?? 0) > (numbers[index - 1] ?? Number.NaN) &&
    tasks[index]?.section === tasks[index - 1]?.section;
  for (const [index, task] of tasks.entries()) {
    const isListed = isNext(index) && (isNext(index - 1) || isNext(index + 1));
    if (isListed && saysNoNeed(task) && !task.isFree && task.pace === undefined)
      yield {
        task: index,
        on: index - 1,
        reason: tasks[index]?.names.some((name) => name.startsWith('Phase '))
          ? 'order of the phases'
          : 'order of the milestones',
      };
  }
}

function reasonOf(task: Task | undefined): string {
  return task?.pace?.value === 'foundation' ? 'marked as the foundation' : 'marked sequential';
}
