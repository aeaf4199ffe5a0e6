import { success } from '../../diagnostics/index.ts';
import { leastOf } from '../../lib/index.ts';
import { certaintyOf } from '../outline/certainty.ts';
import { bareHeading, type SectionRole, sectionRole } from '../words/section_roles.ts';
import { listOfDocument, noTasks, outermostWithBox } from './document_list.ts';
import { saysNoNeed } from './document_order.ts';
import { doubtNotes, unclearWork } from './doubt_notes.ts';
import { withoutGroups } from './flat_groups.ts';
import { numbersOfSubitems, withPartsBelow } from './flat_parts.ts';
import type { Importer, Task, TaskProblem, TaskSource, WholeChecks } from './importer.ts';
import { nameOf } from './item_name.ts';
import { type ItemKind, kindOf, type ListDocument, type ListItem } from './list_document.ts';
import { bySection, evidenceOfLists } from './list_evidence.ts';
import { listFromTable } from './list_from_table.ts';
import { behindLabel, readListDocument } from './list_items.ts';
import { areStates } from './list_of_checks.ts';
import {
  areCounted,
  areInOrder,
  areOfStory,
  isNumberedThrough,
  nameRequirements,
  needsOfSequence,
  paces,
  saysInOrder,
} from './list_order.ts';
import { NO_LIST, outcomesOfLists } from './list_outcomes.ts';
import { isAside, rolesIn } from './list_roles.ts';
import { taskOf } from './list_task.ts';
import { partsListed } from './listed_parts.ts';
import { memoizeReading } from './memoize_reading.ts';
import { nothingLeft, recordOnly } from './nothing_left.ts';
import { ORDER_OF_NUMBERS } from './number_order.ts';
import { areNumberedBoxes, numberedBoxesNote } from './numbered_boxes.ts';
import { orderInPartsNote } from './numbered_parts.ts';
import { cutOrderNote } from './section_order.ts';
import { leftOutNote, withConstraintsRead } from './section_outcomes.ts';
import { sectionsIn } from './sections_in.ts';
import { sectionsNotTaken } from './sections_not_taken.ts';
import { MAX_TASKS } from './task_count.ts';
import { type LineSpan, tasksOfTable } from './task_table.ts';
import { wholeChecks } from './whole_checks.ts';

/** A plain list of tasks: numbered, with tick boxes, or headings "Task 1". */
export const taskList: Importer = {
  format: 'tasks',
  recognise: (source) => {
    const { items } = tasksOnce(source);
    const [first] = items;
    if (tableBefore(items, source) !== undefined) return 'it has a table of tasks';
    return first === undefined ? undefined : `it has a ${KINDS[kindOf(first)]}`;
  },
  count: (source) => {
    const { items } = tasksOnce(source);
    const table = tableBefore(items, source);
    // Rows that are no tasks, such as a total, are few.
    return table === undefined ? items.length : table.rows > MAX_TASKS ? table.rows : table.tasks.length;
  },
  read: (source, options) => {
    const document = documentOnce(source);
    const { items, leftOut } =
      options.section === undefined ? tasksOnce(source) : tasksAmong(document, options.section);
    const table = tableBefore(items, source, options.section);
    const isMarked = table?.tasks.some(({ state }) => state !== 'open') ?? false;
    const record =
      options.section === undefined && !isMarked ? recordOnly(document, items, source.file) : undefined;
    if (record !== undefined) return record;
    if (table !== undefined) return success(listFromTable(table, document, source.file));
    const roles = rolesIn(document);
    const nothing = options.section === undefined ? nothingLeft(document, items, source.file) : undefined;
    if (nothing !== undefined) return nothing;
    if (items.length === 0) return noTasks(source, '1. Create the models (depends on 2)');
    // Numbers that begin again in every list are not names.
    const numbers = items.map(nameOf).flatMap(({ number }) => number ?? []);
    const areKiros = nameRequirements(items);
    const areUnique = new Set(numbers).size === numbers.length;
    const tasks = items.map((item) => {
      const { number, alias, label } = nameOf(item);
      const task = taskOf(item, {
        id: areUnique ? number : undefined,
        names: [number, alias, ...numbersOfSubitems(item)].flatMap((name) => name ?? []),
        text: behindLabel(item.text, label),
      });
      const isDone = item.box === undefined && roles[item.section] === 'done';
      if (isDone) return { ...task, state: 'done' as const };
      // To Kiro, [-] and [~] are what was begun or waits its turn.
      return areKiros && task.state === 'cancelled' && task.doubt !== undefined
        ? { ...task, state: 'open' as const }
        : task;
    });
    const grouped = withoutGroups(tasks, source.file);
    const outcomes = withConstraintsRead(outcomesOfLists(document, grouped.tasks), source.text);
    const isAsked = options.section !== undefined;
    const checks = isAsked ? [] : wholeChecks(source, outcomes);
    const covered = [
      ...checks,
      ...outcomes.filter(({ became, why }) => became === 'left-out' && why !== NO_LIST),
    ];
    const uncovered = leftOut.filter((item) => !isCoveredBy(item, covered, document));
    const list = listOfDocument(document, { tasks: grouped.tasks, leftOut: uncovered }, source.file);
    const evidence = evidenceOfLists(document, {
      items,
      leftOut: isAsked ? [] : leftOut.filter((item) => !isCoveredBy(item, checks, document)),
      tasks,
      roles,
      outcomes,
    });
    // The role that a title gives holds for the list right below it.
    const isTitled = evidence.isTodo && items.every(({ section }) => section <= 0);
    const isCalled = isTitled || items.some(({ section }) => roles[section] === 'work');
    const isProse = !isCalled && areParagraphs(items);
    if (!isAsked && (isProse || certaintyOf(evidence).level === 'unknown'))
      return unclearWork(
        evidenceOfLists(document, { items, leftOut, tasks, roles: ownRoles(document, roles), outcomes }),
        source.file,
      );
    if (!isAsked && areStates(items, document))
      return unclearWork(evidence, source.file, {
        why: 'By its title, it is a list of checks: its boxes say how things should be, not what to do.',
        remedy: 'begin each task with what to do: "Install Docker", not "Docker is installed"',
      });
    const isThrough = isNumberedThrough(items);
    const areCountedOff = !isThrough && tasks.every(isSilent) && areNumberedBoxes(items, document);
    return success({
      ...list,
      ...((isThrough || areInOrder(items, document) || areCountedOff) && {
        isOrdered: true,
        orderReason: ORDER_OF_NUMBERS,
      }),
      // Marks for parallel tasks say more than a sentence over all of them.
      ...(tasks.every(({ pace }) => pace === undefined) &&
        saysInOrder(document) && { isOrdered: true, orderReason: 'the document says so' }),
      ...(areOfStory(items, document) && { isOrdered: true, orderReason: 'order of the story' }),
      isCounted: areCounted(items) && tasks.every(isSilent),
      outcomes,
      checks,
      problems: [
        ...list.problems,
        ...leftOutNote(
          outcomes.filter(({ line }) => checks.every((each) => each.line !== line)),
          source.file,
        ),
        ...grouped.problems,
        ...cutOrderNote(list, source.file),
        ...(areCountedOff ? numberedBoxesNote(list.tasks, source.file) : []),
        ...(isThrough ? [] : orderInPartsNote(list, source.file, options)),
        ...doubtNotes(
          isAsked ? { ...evidence, leavesUnknown: false, beginsAnew: false, proseLines: 0 } : evidence,
          source.file,
        ),
      ],
    });
  },
  order: (list, options) => (list.isOrdered ? needsOfSequence(list) : paces(list, options)),
};

/** Whether an item is in one of the sections of checks. */
function isCoveredBy(
  { section }: ListItem,
  checks: readonly Pick<WholeChecks, 'line'>[],
  { sections }: ListDocument,
): boolean {
  for (let index = section, level = Number.POSITIVE_INFINITY; index >= 0; index--) {
    const above = sections[index];
    if (above === undefined || above.level >= level) continue;
    if (checks.some(({ line }) => line === above.line)) return true;
    level = above.level;
  }
  return false;
}

/** Whether most items with bare bullets are paragraphs: rules and remarks, which no heading calls work. */
function areParagraphs(items: readonly ListItem[]): boolean {
  const long = items.filter(
    (item) =>
      kindOf(item) === 'bullet' &&
      item.text.text.length + item.more.reduce((sum, { text }) => sum + text.length, 0) > LONGEST_ITEM,
  );
  return items.length > 0 && long.length * 2 > items.length;
}

const LONGEST_ITEM = 150;

/** Whether a task says nothing of its place: where others do, silence may mean something. */
function isSilent(task: Task): boolean {
  return saysNoNeed(task) && !task.isFree && task.pace === undefined;
}

const documentOnce = memoizeReading(readListDocument);
const tasksOnce = memoizeReading((source: TaskSource) => tasksAmong(documentOnce(source)));
const tableOnce = memoizeReading((source: TaskSource) => tasksOfTable(source));

/** Whether a document has a table of phases below a heading that calls it work. */
export function hasTableOfPhases(source: TaskSource): boolean {
  const table = tableOnce(source);
  return table?.isOfParts === true && table.isNamed;
}

/** The table that says more about the work than the lists of a document, or of one of its sections, if there is one. */
function tableBefore(
  items: readonly ListItem[],
  source: TaskSource,
  section?: string,
): ReturnType<typeof tableOnce> {
  const document = documentOnce(source);
  const table = section === undefined ? tableOnce(source) : tasksOfTable(source, spanOf(document, section));
  if (table === undefined || isLog(items)) return table;
  const roles = rolesIn(document);
  const areBare = items.every((item) => kindOf(item) === 'number' && roles[item.section] !== 'work');
  // Rows with a status, beside lists without one.
  const saysMore = table.isTracked && table.tasks.length >= MIN_ROWS && table.tasks.length >= items.length;
  return areBare && ((table.isOfParts && table.isNamed) || saysMore) ? table : undefined;
}

/** Fewer rows are a remark on something. */
const MIN_ROWS = 3;

/** The lines of a section. */
function spanOf({ sections }: ListDocument, name: string): LineSpan {
  const wanted = sectionsIn(sections, name);
  const first = Math.min(...wanted);
  const next = sections[Math.max(...wanted) + 1];
  return wanted.size === 0
    ? { from: 0, to: 0 }
    : { from: sections[first]?.line ?? 0, to: next?.line ?? Number.POSITIVE_INFINITY };
}

/** A list that can be the work, by the heading over it. */
export type PossibleList = { readonly heading: string; readonly line: number; readonly count: number };

/** The lists of a document none of which is taken for work. */
export function listsNotTaken(source: TaskSource): TaskProblem[] {
  return sectionsNotTaken(documentOnce(source), source.file);
}

/** The lists of a document that can be the work, where nothing shows which one is. */
export function possibleLists(source: TaskSource): readonly PossibleList[] {
  const document = readListDocument(source);
  const { items, leftOut } = tasksAmong(document);
  const roles = rolesIn(document);
  const others = leftOut.filter(({ section }) => !isAside(roles[section]));
  const all = [...items, ...others].sort((a, b) => a.text.line - b.text.line);
  return [...bySection(all, roles)].flatMap(([place, own]) => {
    const section = document.sections[place];
    if (section === undefined) return [];
    const { title, heading = title, line } = section;
    return [{ heading, line, count: own.length }];
  });
}

/** Whether there is nothing but bullets that no heading calls work: then a table of tasks says more. */
function isLog(items: readonly ListItem[]): boolean {
  return items.every((item) => kindOf(item) === 'bullet');
}

const KINDS: Readonly<Record<ItemKind, string>> = {
  heading: 'heading for each task',
  box: 'list with tick boxes',
  number: 'numbered list',
  bullet: 'list with bullets',
};

/** The items that are tasks: those of the kind that says most clearly that it lists tasks. */
function tasksAmong(
  { items, sections, isPasted }: ListDocument,
  section?: string,
): {
  items: readonly ListItem[];
  leftOut: readonly ListItem[];
} {
  const roles = rolesIn({ items, sections });
  const wanted = section === undefined ? undefined : sectionsIn(sections, section);
  const outside = (item: ListItem) =>
    wanted === undefined
      ? isAside(roles[item.section]) || NO_TASKS.test(sections[item.section]?.title ?? '')
      : !wanted.has(item.section);
  const inside = items.filter((item) => !outside(item));
  const boxed = outermostWithBox(inside.filter(({ mark }) => mark === 'bullet'));
  // A numbered list with a few ticked lines beside it is the list of the remaining work.
  const isLog = inside.every(({ box = 'x' }) => box.toLowerCase() === 'x');
  // Below a heading that does not call it work, prose with numbers is no work: options, a strategy, past attempts.
  const ticked = new Set(inside.filter((item) => kindOf(item) === 'box').map((item) => item.section));
  const top = leastOf(sections.map(({ level }) => level));
  const goesOn = numbersBehind(inside);
  const isTodo = (item: ListItem) =>
    kindOf(item) === 'number' &&
    (roles[item.section] === 'work' ||
      ticked.has(item.section) ||
      (sections[item.section]?.level ?? top) === top ||
      CODED.test(item.text.text) ||
      goesOn(item));
  // In a text without headings, and where a heading calls it work, a plain list beside ticked items is the remaining work.
  const hasNumbers = inside.some((item) => kindOf(item) === 'number');
  const isLeft = (item: ListItem) =>
    kindOf(item) === 'bullet' &&
    outermostWithBox(item.children).length === 0 &&
    roles[item.section] !== 'done' &&
    (isLog
      ? roles[item.section] === 'work' || (isPasted && (item.section >= 0 || !hasNumbers))
      : isPasted && ticked.has(item.section));
  const numbered = inside.filter((item) => (isLog && isTodo(item)) || isLeft(item));
  const isBoxed = (item: ListItem) => kindOf(item) === 'box';
  // A section that is called done is the work only where nothing else is.
  const open = inside.filter((item) => roles[item.section] !== 'done');
  const ofKind = (kind: ItemKind) => (only(open, kind) === undefined ? undefined : only(inside, kind));
  const chosen =
    ofKind('heading') ??
    only(inside, 'heading') ??
    partsListed(open, roles) ??
    (inside.some(isBoxed) ? [...new Set([...inside.filter(isBoxed), ...boxed, ...numbered])] : undefined) ??
    withDebts(calledOf(ofKind('number'), roles), inside, sections) ??
    (boxed.length === 0 && open.length > 0 ? calledWork(inside, roles) : undefined) ??
    only(inside, 'number') ??
    (boxed.length > 0 ? boxed : undefined) ??
    inside;
  const taken = new Set(chosen);
  const ordered = [...chosen].sort((a, b) => a.text.line - b.text.line || a.text.column - b.text.column);
  return {
    items: withPartsBelow(ordered),
    // Items outside of the requested section were left out by the request itself.
    leftOut: (wanted === undefined ? items : inside).filter(
      (item) => !taken.has(item) && !item.children.some((child) => taken.has(child)),
    ),
  };
}

/** Where the user has to choose a list, one that is left out only for the heading around it can be chosen. */
function ownRoles(
  { sections }: ListDocument,
  roles: readonly (SectionRole | undefined)[],
): readonly (SectionRole | undefined)[] {
  return roles.map((role, index) =>
    isAside(role) && sectionRole(sections[index]?.title ?? '') === undefined ? undefined : role,
  );
}

/** Whether the number of an item continues those of items with boxes: "14." below "- [x] 13.", without a box as yet. */
function numbersBehind(items: readonly ListItem[]): (item: ListItem) => boolean {
  const numberOf = (item: ListItem) => Number(item.number ?? nameOf(item).number ?? Number.NaN);
  const boxed = items.filter((item) => kindOf(item) === 'box').map(numberOf);
  const last = Math.max(...boxed.filter(Number.isInteger));
  const others = items.filter((item) => kindOf(item) === 'number').map(numberOf);
  const isOne =
    boxed.length > 1 &&
    boxed.every(Number.isInteger) &&
    others.includes(last + 1) &&
    Math.min(...others) > last;
  return (item) => isOne && numberOf(item) > last;
}

/** Where nothing has a box or a number, the lists that headings call work, if there are any; else all of them. */
function calledWork(
  items: readonly ListItem[],
  roles: readonly (SectionRole | undefined)[],
): readonly ListItem[] {
  const called = items.filter(({ section }) => roles[section] === 'work');
  return called.length < MIN_CALLED
    ? items
    : items.filter(({ section }) => roles[section] === 'work' || roles[section] === 'done');
}

/** Like {@link calledWork}, for numbered lists. */
function calledOf(
  items: readonly ListItem[] | undefined,
  roles: readonly (SectionRole | undefined)[],
): readonly ListItem[] | undefined {
  return items === undefined ? undefined : calledWork(items, roles);
}

/** A numbered list, with the work in plain lists of faults and debts beside it: no other list repeats those. */
function withDebts(
  numbered: readonly ListItem[] | undefined,
  items: readonly ListItem[],
  sections: ListDocument['sections'],
): readonly ListItem[] | undefined {
  const taken = new Set(numbered?.map(({ section }) => section));
  const isDebt = (item: ListItem) =>
    kindOf(item) === 'bullet' &&
    !taken.has(item.section) &&
    DEBTS.test(bareHeading(sections[item.section]?.title ?? ''));
  return numbered === undefined ? undefined : [...numbered, ...items.filter(isDebt)];
}

const DEBTS =
  /^(?:(?:technical|tech|code|design) debts?|(?:known |open )?bugs(?: to fix)?|bug ?fixes|to fix|chores|technische schulden|deuda técnica|dívida técnica|dette technique|debito tecnico|технический долг|技术债务?|技術的負債|기술 ?부채)(?: \(.*\))?$/u;

/** One item under a heading for work is a remark on the work. */
const MIN_CALLED = 2;

/** `T-001`, `API-12`. */
const CODED = /^(?:\*\*)?[A-Z]{1,5}-?\d{1,5}(?![\p{L}\p{N}])/u;

function only(items: readonly ListItem[], kind: ItemKind): readonly ListItem[] | undefined {
  const found = items.filter((item) => kindOf(item) === kind);
  return found.length === 0 ? undefined : found;
}

/** Headings under which lists hold something else. */
const NO_TASKS =
  /^(?:notes?|dependenc(?:y|ies)\b.*|legend|references?|risks?|assumptions?|out of scope|open questions?|overview|summary|context|background|goals?|requirements?|acceptance criteria|success criteria|links)$/iu;
