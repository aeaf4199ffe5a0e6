import { printable } from '../../lib/index.ts';
import { readBlocks } from '../document/blocks.ts';
import { parseHours } from '../document/hours.ts';
import { saysLater, saysNone } from '../document/inline.ts';
import { plainText } from '../document/text.ts';
import { cellsOf, STATUS } from '../outline/overview.ts';
import { readUnitLabel } from '../outline/unit_label.ts';
import { statusOf, withoutDoneMarks } from '../words/done_marks.ts';
import { type SectionRole, sectionRole } from '../words/section_roles.ts';
import { isAside } from './list_roles.ts';
import { namedFiles } from './named_files.ts';
import { MOST_TASKS } from './task_count.ts';
import type { Need, Task, TaskList, TaskSource } from './types.ts';

/** Names of columns that hold what is to be done; the number of a phase may be all that stands there. */
const TITLE_OR_PART =
  /^(?:task|tasks|title|name|nome|nombre|nom|bezeichnung|название|имя|名称|名前|이름|item|work|what|feature|step|action|deliverable|story|phase|stage|milestone|sprint|description|change|summary|issue|scope|tarea|tarefa|fase|etapa|hito|tâche|phase|étape|aufgabe|schritt|задача|этап|фаза|что сделать|任务|阶段|里程碑|タスク|フェーズ|作業|작업|단계|태스크|งาน)$/iu;
const PARTS =
  /^(?:phase|stage|milestone|sprint|step|fase|etapa|hito|étape|schritt|этап|фаза|阶段|里程碑|フェーズ|단계)$/iu;
const TITLE = { test: (name: string) => TITLE_OR_PART.test(name) && !PARTS.test(name) };

/** What the columns of a table of tasks hold, by their headings. */
const COLUMNS: readonly (readonly [name: Column, pattern: RegExp])[] = [
  ['id', /^(?:#|id|no\.?|nr\.?|№|key|task id|ticket|номер|编号|序号|番号|번호)$/iu],
  ['status', STATUS],
  [
    'needs',
    /^(?:depend(?:s on|encies|ency)?|prerequisites?|blocked by|after|depende de|dependencias|dependências|dépend de|abhängig von|зависит от|зависимости|依赖|依存|의존성?)$/iu,
  ],
  ['files', /^(?:files?|paths?|archivos?|arquivos?|fichiers?|dateien|файлы?|文件|ファイル|파일)$/iu],
  [
    'hours',
    /^(?:hours?|estimate|effort|time|duration|est\.?|estimación|estimativa|durée|aufwand|оценка|工时|工数|예상 시간)$/iu,
  ],
  ['title', TITLE_OR_PART],
];

type Column = 'id' | 'title' | 'status' | 'needs' | 'files' | 'hours';

/** Signs of empty and ticked boxes, alone in a cell. */
const BOX = /^(?:\[(?<mark>[ xX]?)\]|(?<open>[☐⬜🔲])|(?<done>[☑✅✔✓]))$/u;

/**
 * The tasks of the first table that has a column for them, in a section that can hold work; `undefined` where there is none.
 * The rows of phases are in order.
 */
export function tasksOfTable({
  text: source,
}: TaskSource): (TaskTable & { title: string; others: readonly number[] }) | undefined {
  const { text, from } = plainText(source);
  const lines = text.split('\n');
  let title = '';
  let role: SectionRole | undefined;
  let found: TaskTable | undefined;
  const others: number[] = [];
  readBlocks(text, from, (block) => {
    if (block.kind === 'heading') {
      if (title === '') title = block.text.text;
      else role = sectionRole(block.text.text)?.role;
    } else if (block.kind === 'opaque' && block.form === 'table') {
      const list = listIn(lines.slice(block.line - 1, block.end - 1), block.line, role === 'work');
      if (list === undefined || role === 'done') return;
      // A table of phases is one under "Summary" too.
      if (found === undefined && (!isAside(role) || list.isOrdered)) found = list;
      else if (!isAside(role)) others.push(block.line);
    }
  });
  return found === undefined ? undefined : { ...found, title: printable(title), others };
}

/** A table of tasks. Of one with more rows than a list may have tasks, the first are read. */
type TaskTable = Omit<TaskList, 'title'> & {
  readonly rows: number;
  /** Whether something says that it lists what is to be done: the heading over it, or a column that only tasks have. */
  readonly isNamed: boolean;
};

/** @param isCalledWork - whether the heading over it says that it lists what is to be done */
function listIn(rows: readonly string[], line: number, isCalledWork: boolean): TaskTable | undefined {
  const head = cellsOf(rows[0] ?? '');
  const at = new Map<Column, number>();
  for (const [column, pattern] of COLUMNS) {
    const index = head.findIndex((name, place) => pattern.test(name) && ![...at.values()].includes(place));
    if (index >= 0) at.set(column, index);
  }
  const body = rows.slice(2).map(cellsOf);
  const first = at.get('title');
  const isNumber =
    first !== undefined &&
    body.every((cells) =>
      /^(?:(?:\w+ )?#?[A-Z]{0,3}-?\d+(?:\.\d+)*[a-z]?|[^\p{L}]*\p{L}?[^\p{L}]*)$/iu.test(cells[first] ?? ''),
    );
  const isFree = (place: number) => place !== first && ![...at.values()].includes(place);
  const called = isNumber ? head.findIndex((name, place) => isFree(place) && TITLE.test(name)) : -1;
  // A title has words: where the column called so has none, it is the first that has.
  const hasWords = (place: number) => body.every((cells) => /\p{L}{2,}/u.test(cells[place] ?? ''));
  const other =
    called >= 0 || !isNumber ? called : head.findIndex((_, place) => isFree(place) && hasWords(place));
  if (other >= 0 && first !== undefined) {
    at.set('title', other);
    if (!at.has('id')) at.set('id', first);
  }
  const title = at.get('title');
  if (
    title === undefined ||
    (at.size < 2 &&
      !isCalledWork &&
      !/phase|fase|stage|milestone|этап|фаза|阶段|フェーズ|단계/iu.test(head[title] ?? ''))
  )
    return undefined;
  const tasks = rows
    .slice(2, 2 + MOST_TASKS)
    .flatMap((row, index) => taskIn(cellsOf(row), { head, at, title, line: line + index + 2 }) ?? []);
  if (tasks.length < 2) return undefined;
  const isOrdered = PARTS.test(head[first ?? title] ?? '');
  const isNamed =
    isCalledWork || ['status', 'needs', 'hours', 'files'].some((column) => at.has(column as Column));
  return { sections: [], tasks, problems: [], isOrdered, isNamed, rows: rows.length - 2 };
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
  if (title.trim() === '' || /^(?:total|sum|итого|合计|合計|합계)\b/iu.test(title)) return undefined;
  const others = head.flatMap((name, index) => {
    const text = cells[index] ?? '';
    return text === '' || [...at.values()].includes(index)
      ? []
      : [{ name: printable(name), text: printable(text) }];
  });
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
    state: stateIn(cells, cell('status'), marked.state),
    pace: undefined,
    needs: isFree || needs === '' ? [] : [needIn(needs, line)],
    isFree,
    files: paths.length === 0 ? undefined : { paths, areTold: cell('files') !== '' },
    hours,
    complexity: undefined,
    steps: [],
    gates: [],
    others,
  };
}

function needIn(text: string, line: number): Need {
  return { text: printable(text), note: undefined, isFirm: true, line, column: 1 };
}

function stateIn(cells: readonly string[], status: string, marked: Task['state'] | undefined): Task['state'] {
  const box = BOX.exec(status)?.groups;
  if (box !== undefined) return box.done !== undefined || /[xX]/u.test(box.mark ?? '') ? 'done' : 'open';
  if (status !== '') return statusOf(status);
  if (marked !== undefined) return marked;
  return cells.some((cell) => /^(?:DONE|✅|SHIPPED|COMPLETE)/u.test(cell)) ? 'done' : 'open';
}
