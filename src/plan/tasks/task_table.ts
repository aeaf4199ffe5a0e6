import { LatePattern, printable } from '../../lib/index.ts';
import { readBlocks } from '../document/blocks.ts';
import { parseHours } from '../document/hours.ts';
import { saysLater, saysNone } from '../document/inline.ts';
import { plainText } from '../document/plain_text.ts';
import { cellsOf } from '../outline/overview.ts';
import { type Column, columnsOf, hasLetter, listsFiles, PARTS } from '../outline/table_columns.ts';
import { readUnitLabel } from '../outline/unit_label.ts';
import { statusOf, withoutDoneMarks } from '../words/done_marks.ts';
import { type SectionRole, sectionRole } from '../words/section_roles.ts';
import { gatesIn } from './gate_text.ts';
import type { Need, Task, TaskList, TaskSource } from './importer.ts';
import { isAside } from './list_roles.ts';
import { namedFiles } from './named_files.ts';
import { withNamedRows } from './row_needs.ts';
import { rankedBy } from './table_order.ts';
import { MAX_TASKS } from './task_count.ts';

/** Signs of empty and ticked boxes, alone in a cell. */
const BOX = /^(?:\[(?<mark>[ xX]?)\]|(?<open>[☐⬜🔲])|(?<done>[☑✅✔✓]))$/u;

/** Lines of a document, the last one not included. */
export type LineSpan = { readonly from: number; readonly to: number };

/**
 * The tasks of the table that has a column for them, in a section that can hold work; `undefined` where there is none. Tables
 * with the same columns count as one. A table that gives the status of its rows has priority, and more rows over fewer; else the
 * first is taken. The rows of phases are in order.
 *
 * @param within - the lines that are looked at; all where it is `undefined`
 */
export function tasksOfTable({ text: source }: TaskSource, within?: LineSpan): FoundTable | undefined {
  const { text, from } = plainText(source);
  const lines = text.split('\n');
  let title = '';
  let role: SectionRole | undefined;
  const found = new Map<string, TaskTable[]>();
  // The tables by their columns: those with the same ones are joined into another object.
  const aside = new Set<string>();
  readBlocks(text, from, (block) => {
    if (block.kind === 'heading') {
      if (title === '') title = block.text.text;
      else role = sectionRole(block.text.text)?.role;
    } else if (block.kind === 'opaque' && block.form === 'table') {
      if (within !== undefined && (block.line < within.from || block.line >= within.to)) return;
      const list = listIn(lines.slice(block.line - 1, block.end - 1), block.line, role === 'work');
      if (list === undefined || role === 'done') return;
      if (isAside(role)) aside.add(list.head);
      // A table of phases is one under "Summary" too.
      if (isAside(role) && !list.isOfParts && within === undefined) return;
      const own = found.get(list.head);
      if (own === undefined) found.set(list.head, [list]);
      else own.push(list);
    }
  });
  const joined = [...found.values()].map(joinedTable);
  const [first] = joined;
  const tracked = joined.filter(({ isTracked }) => isTracked);
  const chosen = tracked.reduce(
    (best, each) => (each.tasks.length > best.tasks.length ? each : best),
    tracked[0] ?? first ?? NO_TABLE,
  );
  if (chosen === NO_TABLE) return undefined;
  const others = joined.flatMap((each) =>
    each === chosen || aside.has(each.head) ? [] : [(each.tasks[0]?.line ?? 0) - HEAD_LINES],
  );
  const done = rangesDone(text);
  const tasks = withNamedRows(withAll(chosen.tasks)).map((task) => withRangeDone(task, done));
  return { ...chosen, tasks, title: printable(title), others };
}

/** Rows from one number to another, by the letters before it. */
type Range = { readonly code: string; readonly from: number; readonly to: number };

/** The rows that sentences beside a table call done: "S1–S6 are the base (done), E1–E3 come next". */
function rangesDone(text: string): Range[] {
  return [...text.slice(0, LONGEST_LOOK).matchAll(RANGE_DONE)].map(({ groups }) => ({
    code: groups?.code ?? '',
    from: Number(groups?.from),
    to: Number(groups?.to ?? groups?.from),
  }));
}

function withRangeDone(task: Task, done: readonly Range[]): Task {
  const [, letters = '', number = ''] = /^([A-Z]{1,4})-?(\d{1,4})$/u.exec(task.id ?? '') ?? [];
  if (letters === '' || task.state !== 'open') return task;
  const isDone = done.some(
    ({ code, from, to }) => code === letters && from <= Number(number) && Number(number) <= to,
  );
  return isDone ? { ...task, state: 'done' } : task;
}

const LONGEST_LOOK = 100_000;
const RANGE_DONE =
  /(?<![\p{L}\p{N}])(?<code>[A-Z]{1,4})-?(?<from>\d{1,4})(?:\s*(?:[~〜～–—-]|to|bis|à|a|до)\s*(?:\k<code>-?)?(?<to>\d{1,4}))?(?!\d)[^.,;。、，\n|]{0,25}?(?:[(（]\s*)?(?:(?:구현|개발|작업) ?완료|已完成|(?:実装|開発)?完了|実装済み?|(?:is|are|was|were) (?:already |all )?(?:done|complete[d]?|implemented|finished|shipped)|[(（](?:already )?(?:done|complete[d]?|implemented|shipped|fertig|erledigt|hecho|feito|terminé|fatto|готово|сделано|выполнено)[)）])/gu;

/** The lines of a table above its first row. */
const HEAD_LINES = 2;

/** A table of tasks, with the title of its document and the positions of other tables. */
export type FoundTable = TaskTable & { readonly title: string; readonly others: readonly number[] };

/** Tables with the same columns as one. */
function joinedTable(tables: readonly TaskTable[]): TaskTable {
  const [first = NO_TABLE, ...more] = tables;
  const ids = tables.flatMap(({ tasks }) => tasks.map(({ id }) => id));
  // Rows whose names say that they continue, "S1" to "S6" and "E1" to "E3", are one list of parts.
  const goOn = first.isOfParts && ids.every((id) => id !== undefined) && new Set(ids).size === ids.length;
  if (more.length === 0 || !(first.isTracked || goOn)) return first;
  return {
    ...first,
    tasks: tables.flatMap(({ tasks }) => tasks),
    rows: tables.reduce((sum, { rows }) => sum + rows, 0),
  };
}

/** A table of tasks. Of one with more rows than a list may have tasks, the first are read. */
type TaskTable = Omit<TaskList, 'title'> & {
  readonly rows: number;
  /** Whether a table is marked as a list of work: by the heading over it, or by a column that only tasks have. */
  readonly isNamed: boolean;
  /** Whether columns give the status of its rows, or their dependencies. */
  readonly isTracked: boolean;
  /** Whether its rows are phases, stages or such parts, by the name of their column. */
  readonly isOfParts: boolean;
  /** The names of its columns. */
  readonly head: string;
};

const NO_TABLE: TaskTable = {
  ...{ sections: [], tasks: [], problems: [], rows: 0, head: '' },
  ...{ isNamed: false, isTracked: false, isOfParts: false },
};

/** @param isCalledWork - whether the heading over it calls it work */
function listIn(rows: readonly string[], line: number, isCalledWork: boolean): TaskTable | undefined {
  const head = cellsOf(rows[0] ?? '');
  const { at, body, first, part, areCodes } = columnsOf(head, rows.slice(2).map(cellsOf));
  const title = at.get('title');
  if (
    title === undefined ||
    (at.size < 2 &&
      !isCalledWork &&
      !/phase|fase|stage|milestone|этап|фаза|阶段|フェーズ|단계/iu.test(head[title] ?? ''))
  )
    return undefined;
  if (!isCalledWork && listsFiles(at)) return undefined;
  const tasks = body
    .slice(0, MAX_TASKS)
    .flatMap((cells, index) => taskIn(cells, { head, at, title, line: line + index + 2 }) ?? []);
  if (tasks.length < 2) return undefined;
  const ranked = at.has('needs') ? undefined : rankedBy(tasks, { head, body, line, id: at.get('id') });
  const isOfParts = PARTS.test(head[first ?? title] ?? '') || (areCodes && at.get('id') === part);
  const isOrdered = ranked !== undefined || isOfParts;
  const isNamed =
    isCalledWork || ['status', 'needs', 'hours', 'files'].some((column) => at.has(column as Column));
  const isTracked = at.has('status') || at.has('needs');
  const names = head.join(' | ').toLowerCase();
  return {
    sections: [],
    tasks: ranked?.tasks ?? tasks,
    problems: [],
    isOrdered,
    isOfParts,
    ...(ranked && { orderReason: ranked.reason }),
    isNamed,
    isTracked,
    head: names,
    rows: rows.length - 2,
  };
}

type Table = {
  readonly head: readonly string[];
  readonly at: ReadonlyMap<Column, number>;
  readonly title: number;
  readonly line: number;
};

function taskIn(cells: readonly string[], { head, at, title: place, line }: Table): Task | undefined {
  const cell = (column: Column) => cells[at.get(column) ?? -1] ?? '';
  const marked = withoutDoneMarks(cells[place] ?? '');
  const label = readUnitLabel(marked.text);
  const id = cell('id').replace(/[`*]/gu, '') || label.id;
  const title = label.form === 'plain' || label.title === '' ? marked.text : label.title;
  if (!hasLetter(title) || /^(?:total|sum|итого|合计|合計|합계)\b/iu.test(title)) return undefined;
  const others = head.flatMap((name, index) => {
    const text = cells[index] ?? '';
    return text === '' || [...at.values()].includes(index)
      ? []
      : [{ name: printable(name), text: printable(text) }];
  });
  const status = cell('status');
  const state = stateIn(cells, status, marked.state);
  if (state === 'open' && saysMoreThanOpen(status))
    others.unshift({ name: printable(head[at.get('status') ?? -1] ?? ''), text: printable(status) });
  const hours = cell('hours') === '' ? undefined : parseHours(cell('hours'), { needsUnit: false });
  const paths = namedFiles(`${cell('files')}\n${title}\n${others.map(({ text }) => text).join('\n')}`);
  const needs = cell('needs');
  const isFree = needs !== '' && (saysNone(needs) || saysLater(needs));
  return {
    id: id === undefined || id === '' ? undefined : printable(id),
    names: [],
    line,
    column: 1,
    title: printable(title),
    goal: undefined,
    section: -1,
    state,
    pace: undefined,
    needs: isFree || needs === '' ? [] : needsIn(needs, line),
    isFree,
    files: paths.length === 0 ? undefined : { paths, areStated: cell('files') !== '' },
    hours,
    complexity: undefined,
    steps: [],
    gates: gatesIn(printable(cell('gates'))),
    others,
  };
}

/** Reads the tasks that a cell names: "T-1, T-2", "M-003/4/5", "T-001 à T-004". */
function needsIn(text: string, line: number): Need[] {
  const need = (own: string): Need => ({
    text: printable(own),
    note: undefined,
    isFirm: true,
    line,
    column: 1,
  });
  const codes = CODES.test(text) ? expanded(text) : undefined;
  return codes === undefined ? [need(text)] : codes.map(need);
}

/** Nothing but codes with numbers, with commas, slashes or words for a range between them. */
const CODES =
  /^[`*\s]*(?:[A-Z]{1,6}-?)\d{1,5}(?:\s*(?:[,;、/&+]|\.\.|[–—~…]|\b(?:and|to|through|bis|und|à|et|a|y|hasta|e|até|до|и|по)\b|и|до|到|至|と|から)\s*(?:[A-Z]{1,6}-?)?\d{1,5}){1,30}[`*\s]*$/u;

function expanded(text: string): string[] | undefined {
  const found: string[] = [];
  let [prefix, width] = ['', 0];
  for (const { groups, index } of text.matchAll(/(?<prefix>[A-Z]{1,6}-?)?(?<number>\d{1,5})/gu)) {
    const { number = '' } = groups ?? {};
    const before = text.slice(0, index).trimEnd();
    const from = Number(/(\d+)\D*$/u.exec(before)?.[1] ?? Number.NaN);
    if (groups?.prefix !== undefined) [prefix, width] = [groups.prefix, number.length];
    const name = (value: number) => `${prefix}${String(value).padStart(width, '0')}`;
    const isRange = /(?:\.\.|[–—~…]|\d\s+(?:to|through|bis|à|a|hasta|até|до|по)|до|到|至|から)$/u.test(
      before,
    );
    if (isRange && Number(number) - from > LONGEST_RANGE) return undefined;
    if (isRange) for (let value = from + 1; value < Number(number); value++) found.push(name(value));
    found.push(name(Number(number)));
  }
  return found;
}

const LONGEST_RANGE = 100;

/** "All": everything above. */
function withAll(tasks: readonly Task[]): Task[] {
  return tasks.map((task, index) => {
    const isAll = index > 0 && task.needs.length === 1 && ALL.test(task.needs[0]?.text ?? '');
    return isAll
      ? {
          ...task,
          needs: task.needs.map((need) => ({ ...need, tasks: Array.from({ length: index }, (_, on) => on) })),
        }
      : task;
  });
}

const ALL =
  /^\W*(?:all(?: (?:above|previous|others?|tasks|of them|prior))*|everything|tod[oa]s?(?: (?:las?|os|as|los) (?:anteriores|tareas|tarefas))?|toutes?(?: les tâches)?|tous|alle(?: vorherigen)?|tutt[ei]|wszystkie|все(?: предыдущие)?|всі|全部|所有|すべて|全て|전체|모두|tất cả)\W*$/iu;

/** Whether a status has words beyond those for work that has not been begun. */
function saysMoreThanOpen(status: string): boolean {
  const bare = status.replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
  return bare !== '' && !OPEN_WORDS.test(bare);
}

const OPEN_WORDS = new LatePattern(
  () =>
    String.raw`^(?:x|open|to ?do|planned|not started|pending|new|ready|no|none|\d{1,3}|offen|geplant|pendiente|pendente|à faire|da fare|planejado|planificado|в планах|не начат[оа]?|открыт[оа]?|запланировано|待办|未开始|未着手|計画中|计划中|预定|予定|예정|미착수|대기)$`,
  'iu',
);

function stateIn(cells: readonly string[], status: string, marked: Task['state'] | undefined): Task['state'] {
  const box = BOX.exec(status)?.groups;
  if (box !== undefined) return box.done !== undefined || /[xX]/u.test(box.mark ?? '') ? 'done' : 'open';
  if (status !== '') return statusOf(status);
  if (marked !== undefined) return marked;
  return cells.some((cell) => /^(?:DONE|✅|SHIPPED|COMPLETE)/u.test(cell)) ? 'done' : 'open';
}
