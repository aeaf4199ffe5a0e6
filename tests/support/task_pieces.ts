import { chooseImporter } from '../../src/plan/tasks/choose_importer.ts';
import type { Need } from '../../src/plan/tasks/importer.ts';
import type { ListItem } from '../../src/plan/tasks/list_document.ts';
import { readListDocument } from '../../src/plan/tasks/list_items.ts';
import { remarksOnly, takeRemarks } from '../../src/plan/tasks/remarks.ts';
import { taskList } from '../../src/plan/tasks/task_list.ts';
import { TaskNames } from '../../src/plan/tasks/task_names.ts';

/**
 * The sections and items of a document, a line for each: a section as `# 2 Title`, with a `#` for each level, and `| line`
 * for each of its lines; an item as its position, its mark (`-`, `1.` or `Task`), its box and its text, with `+ line` for each
 * continuation line. Nested entries are indented.
 */
export function toldItems(text: string): string[] {
  const { sections, items } = readListDocument({ text, file: 'list' });
  const itemsIn = (section: number) => items.filter((item) => item.section === section);
  return [
    ...itemsIn(-1).flatMap(itemLines),
    ...sections.flatMap(({ level, number, title, lines, line, column }, index) => [
      `${line}:${column} ${'#'.repeat(level)} ${number === undefined ? '' : `(${number}) `}${title}`,
      ...lines.map((each) => `  | ${each.text}`),
      ...itemsIn(index).flatMap(itemLines),
    ]),
  ];
}

function itemLines({ text, mark, number, box, more, children }: ListItem): string[] {
  const label = { bullet: '-', number: `${number}.`, heading: `Task ${number}:` }[mark];
  return [
    `${text.line}:${text.column} ${label} ${box === undefined ? '' : `[${box}] `}${text.text}`,
    ...[...more.map((line) => `+ ${line.text}`), ...children.flatMap(itemLines)].map((line) => `  ${line}`),
  ];
}

/** The remarks removed from the text of a task, after the remaining text; and the text as a line of remarks, if it is one. */
export function toldRemarks(text: string): string[] {
  const line = { text, line: 1, column: 1 };
  const { title, ...remarks } = takeRemarks(line);
  const only = remarksOnly(line);
  return [title, ...remarkLines(remarks), ...(only === undefined ? [] : ['only:', ...remarkLines(only)])];
}

function remarkLines({
  needs,
  isFree,
  pace,
  hours,
  notes,
  labels,
}: NonNullable<ReturnType<typeof remarksOnly>>) {
  return [
    ...needs.map(needLine),
    ...(isFree ? ['free'] : []),
    ...(pace === undefined ? [] : [`${pace.column} is ${pace.value}`]),
    ...(hours === undefined ? [] : [`${hours} h`]),
    ...notes.map((note) => `(${note})`),
    ...labels.map((label) => `[${label}]`),
  ];
}

/** A need after its column, with a question mark where it may mean no task. */
function needLine({ column, text, isFirm, note }: Need): string {
  return `${column} needs ${text}${isFirm ? '' : '?'}${note === undefined ? '' : ` (${note})`}`;
}

/**
 * The meaning of a task's dependencies: the positions of the tasks from 1 with the reason, `nobody`, `unclear: …` or
 * `unknown: …`.
 */
export function toldMeanings(list: string, task: number, text: string): string[] {
  const read = taskList.read({ text: list, file: 'list' }, {});
  if (!read.ok) throw new Error(read.problems[0]?.message);
  const need = { text, line: 1, column: 1, isFirm: true, note: undefined };
  const places = (tasks: readonly number[]) => tasks.map((place) => place + 1).join(' ');
  return new TaskNames(read.value).meaningsOf(need, task - 1).map((meaning) => {
    if (meaning.kind === 'tasks')
      return `${places(meaning.tasks)}${meaning.why === undefined ? '' : `, ${meaning.why}`}`;
    if (meaning.kind === 'unclear') return `unclear: ${meaning.name}: ${places(meaning.tasks)}`;
    return meaning.kind === 'nobody' ? 'nobody' : `unknown: ${meaning.name}`;
  });
}

/** The format of a text, or why none is chosen. */
export function toldFormat(text: string): string {
  const chosen = chooseImporter({ text, file: 'list' }, 'auto');
  return chosen.ok ? chosen.value.importer.format : (chosen.problems[0]?.code ?? '');
}

/** The title of a list under some headings. */
export function toldTitle(text: string): string {
  const list = taskList.read({ text, file: 'list' }, {});
  return list.ok ? list.value.title : '';
}
