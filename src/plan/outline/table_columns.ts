import { LatePattern } from '../../lib/index.ts';
import { sectionRole } from '../words/section_roles.ts';
import { STATUS } from './overview.ts';

/** Names of columns that hold the work; a cell may contain only the number of a phase. */
const TITLE_OR_PART =
  /^(?:task|tasks|title|name|nome|nombre|nom|bezeichnung|название|имя|名称|名前|이름|item|work|what|feature|step|action|deliverable|story|phase|stage|milestone|sprint|description|change|summary|issue|scope|improvement|candidate|refactoring|mejora|melhoria|amélioration|verbesserung|miglioramento|улучшение|改进项?|改善項目|개선 ?사항|tarea|tarefa|fase|etapa|hito|tâche|phase|étape|aufgabe|schritt|задача|этап|фаза|contents?|contenido|conteúdo|contenu|inhalt|содержание|内容|내용|что сделать|título|titulo|titre|titolo|titel|tytuł|заголовок|标题|標題|タイトル|제목|descripción|descrição|beschreibung|описание|描述|説明|설명|opis|descrizione|actividad|atividade|activité|attività|действие|работа|работы|завдання|zadanie|taak|görev|công việc|功能|工作项|事项|項目|実施内容|任务(?:名称|内容)?|タスク(?:名|内容)?|作業(?:名|内容)?|작업(?:명| ?내용)?|항목|과제|할 ?일|งาน)$/iu;
/** Names of columns whose cells are parts of a plan. */
export const PARTS =
  /^(?:phase|stage|milestone|sprint|step|fase|etapa|hito|étape|schritt|этап|фаза|阶段|里程碑|フェーズ|단계)$/iu;
/** "Phase / task": a column can have two names. */
const namesOf = (name: string) => name.split(/\s*[/|&]\s*|\s*\(.*$/u).filter((each) => each !== '');
const TITLE = {
  test: (name: string) => namesOf(name).some((each) => TITLE_OR_PART.test(each)) && !PARTS.test(name),
};

/** The columns of a table of tasks, by their headings. */
const COLUMNS: readonly (readonly [name: Column, pattern: { readonly test: (name: string) => boolean }])[] = [
  [
    'id',
    new LatePattern(
      () => String.raw`^(?:#|id|no\.?|nr\.?|№|key|task id|ticket|номер|编号|序号|番号|번호)$`,
      'iu',
    ),
  ],
  ['status', STATUS],
  [
    'needs',
    /^(?:dep(?:s|\.)?|depend(?:s on|encies|ency|s)?|prerequisites?|requires|needs|blocked by|after|depende de|dependencias?|dependências?|prerrequisitos?|pré-requisitos?|dépend de|dépendances?|prérequis|pré-requis|abhängig(?:keit(?:en)?)?(?: von)?|voraussetzung(?:en)?|dipendenz[ae]|dipende da|zależności|zależy od|závislosti|bağımlılık(?:lar)?|phụ thuộc|зависит от|зависимост[иь]|залежності|залежить від|依赖(?:项|任务)?|前置(?:任务|条件)?|依存(?:関係|先)?|前提|의존성?|선행(?: ?작업)?|ขึ้นกับ)$/iu,
  ],
  [
    'files',
    new LatePattern(
      () => '^(?:files?|paths?|archivos?|arquivos?|fichiers?|dateien|файлы?|文件|ファイル|파일)$',
      'iu',
    ),
  ],
  [
    'hours',
    /^(?:hours?|estimate|effort|time|duration|est\.?|estimación|estimativa|durée|aufwand|оценка|工时|工数|예상 시간)$/iu,
  ],
  ['title', { test: (name) => namesOf(name).some((each) => TITLE_OR_PART.test(each)) }],
  [
    'gates',
    {
      test: (name) =>
        namesOf(name).some(
          (each) =>
            /^(?:acceptance|acceptation|validation|verification|tests?|done when)$/iu.test(each) ||
            sectionRole(each)?.role === 'check',
        ),
    },
  ],
];

/** The contents of a column in a table of tasks. */
export type Column = 'id' | 'title' | 'status' | 'needs' | 'files' | 'hours' | 'gates';

/** The contents of each column of a table. */
export type TableColumns = {
  readonly at: ReadonlyMap<Column, number>;
  /** The rows, with the cells filled in that are empty since the one above holds for them too. */
  readonly body: readonly string[][];
  /** The first column that can hold the work. */
  readonly first: number | undefined;
  /** The column for parts that has no other use; -1 where there is none. */
  readonly part: number;
  /** Whether its cells are nothing but names such as "E1". */
  readonly areCodes: boolean;
};

/** Identifies the columns of a table, by their names and their contents. */
export function columnsOf(head: readonly string[], rows: readonly string[][]): TableColumns {
  const at = new Map<Column, number>();
  for (const [column, pattern] of COLUMNS) {
    const index = head.findIndex((name, place) => pattern.test(name) && ![...at.values()].includes(place));
    if (index >= 0) at.set(column, index);
  }
  const body = withPartsAbove(rows, head);
  const first = at.get('title');
  const isNumber =
    first !== undefined &&
    body.every((cells) =>
      /^(?:(?:\w+ )?#?[A-Z]{0,3}-?\d+(?:\.\d+)*[a-z]?|[^\p{L}]*\p{L}?[^\p{L}]*)$/iu.test(cells[first] ?? ''),
    );
  const isFree = (place: number) => place !== first && ![...at.values()].includes(place);
  const called = isNumber ? head.findIndex((name, place) => isFree(place) && TITLE.test(name)) : -1;
  // A title has words: if the column with that name has none, the first column with words is taken.
  const hasWords = (place: number) => body.every((cells) => /\p{L}{2,}/u.test(cells[place] ?? ''));
  const other =
    called >= 0 || !isNumber ? called : head.findIndex((_, place) => isFree(place) && hasWords(place));
  if (other >= 0 && first !== undefined) {
    at.set('title', other);
    if (!at.has('id')) at.set('id', first);
  }
  // "E1", "E2" in a column for parts beside one that describes them.
  const part = head.findIndex((name, place) => isFree(place) && PARTS.test(name));
  const areCodes =
    part >= 0 && body.every((cells) => /^#?[A-Z]{0,3}-?\d+(?:\.\d+)*[a-z]?$/u.test(cells[part] ?? ''));
  if (areCodes && !at.has('id')) at.set('id', part);
  return { at, body, first, part, areCodes };
}

/** Whether a table begins with files and contains no work: it describes them, or says where they are. */
export function listsFiles(at: ReadonlyMap<Column, number>): boolean {
  return at.get('files') === 0 && !WORK_COLUMNS.some((column) => at.has(column));
}

/**
 * Whether the columns of a table within a part say that its rows are work: they give the status, duration or needs of each, or
 * their name says so and the rows are counted.
 */
export function saysWork(
  head: readonly string[],
  { at, title }: Pick<TableColumns, 'at'> & { readonly title: number },
): boolean {
  if (listsFiles(at)) return false;
  const isTask = namesOf(head[title] ?? '').some((name) => TASK_COLUMN.test(name));
  const tells = (['status', 'hours', 'needs', 'gates'] as const).some((column) => at.has(column));
  return isTask
    ? tells || at.has('id') || head.length > 1
    : at.has('status') && (at.has('id') || at.has('hours'));
}

/** Names of columns that mean work, whatever is around the table. */
const TASK_COLUMN =
  /^(?:tasks?|actions?|to-?do|work items?|tareas?|acciones|acción|tarefas?|ações|ação|tâches?|aufgaben?|maßnahmen?|attività|compit[oi]|zadani[ea]|taak|taken|görev(?:ler)?|задач[аи]|завдання|công việc|任务(?:名称|内容)?|タスク(?:名|内容)?|作業(?:名|内容)?|작업(?:명| ?내용)?|과제|할 ?일|งาน)$/iu;

const WORK_COLUMNS: readonly Column[] = ['id', 'status', 'needs', 'hours', 'gates'];

/** Fills empty cells in a column of parts with the part above, as it is written once over its rows. */
function withPartsAbove(rows: readonly string[][], head: readonly string[]): string[][] {
  const place = head.findIndex((name) => PARTS.test(name));
  if (place < 0) return [...rows];
  let part = '';
  return rows.map((cells) => {
    const own = cells[place] ?? '';
    const isRule = !cells.some(hasLetter);
    if (isRule || own !== '') {
      part = isRule ? '' : own;
      return cells;
    }
    return cells.map((cell, index) => (index === place ? part : cell));
  });
}

/** Cells without a letter or digit, such as dashes between groups of rows, name nothing. */
export function hasLetter(cell: string): boolean {
  return /[\p{L}\p{N}]/u.test(cell);
}
