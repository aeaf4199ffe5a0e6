import { type Failure, failure } from '../../diagnostics/index.ts';
import { leastOf } from '../../lib/index.ts';
import { doubtfulBoxes } from './doubtful_boxes.ts';
import type { Task, TaskCode, TaskList, TaskProblem, TaskSource } from './importer.ts';
import type { ListDocument, ListItem } from './list_document.ts';
import { shortText } from './short_text.ts';

/** The items that an importer of Markdown found in a document. */
export type FoundItems = {
  readonly tasks: readonly Task[];
  /** Items of lists that are no tasks, the outermost ones. */
  readonly leftOut: readonly ListItem[];
};

/** A document's tasks as a list, with a note of the items that are none. */
export function listOfDocument(
  { sections }: ListDocument,
  { tasks, leftOut }: FoundItems,
  file: string,
): TaskList {
  const named = tasks.filter((task) => task.title !== '');
  const problems: TaskProblem[] = tasks.flatMap(({ title: text, line, column }) =>
    text === ''
      ? [
          {
            severity: 'warning',
            code: 'task-malformed',
            message: 'This item is empty, so it was left out.',
            file,
            line,
            column,
          } as const,
        ]
      : [],
  );
  for (const each of doubtfulBoxes(named, file)) problems.push(each);
  const [first] = leftOut;
  if (first !== undefined)
    problems.push({
      severity: 'note',
      code: 'items-left-out',
      message:
        leftOut.length === 1
          ? `An item of another list is not a task and was left out: ${namesOf(leftOut)}.`
          : `${leftOut.length} items of other lists are not tasks and were left out: ${namesOf(leftOut)}.`,
      file,
      line: first.text.line,
      column: first.text.column,
    });
  const title = titleAmong(sections, named);
  return {
    title: (sections[title]?.title ?? '').replace(
      /^(?:implementation )?tasks?(?: list)?(?:\s*:\s*|\s+[–—-]\s+)/iu,
      '',
    ),
    sections,
    // Text right below the title belongs to no part of the list.
    tasks: named.map((task) => (task.section === title ? { ...task, section: -1 } : task)),
    problems,
  };
}

/** The beginnings of items with their lines. */
function namesOf(items: readonly ListItem[]): string {
  const named = items
    .slice(0, MAX_NAMED)
    .map(({ text: { text, line } }) => `“${shortText(text)}” (line ${line})`);
  const more = items.length - named.length;
  return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

const MAX_NAMED = 8;

/**
 * The place of the heading over all tasks that has no number, -1 where there is none: if there are two parts, neither is the
 * title.
 */
function titleAmong(sections: ListDocument['sections'], tasks: readonly Task[]): number {
  const before = sections
    .slice(0, (tasks[0]?.section ?? -1) + 1)
    .filter(({ number }) => number === undefined);
  const level = leastOf(before.map((section) => section.level));
  const title = sections.findIndex((section) => section.number === undefined && section.level === level);
  const next = sections.findIndex((section, index) => index > title && section.level <= level);
  const isWhole = next < 0 || tasks.every(({ section }) => section < next);
  return isWhole ? title : -1;
}

/** Fails because a source has no task, and shows the form of one. */
export function noTasks({ file }: TaskSource, form: string): Failure<TaskCode> {
  return failure('problems', {
    severity: 'error',
    code: 'tasks-none',
    message: 'It contains no task.',
    file,
    hint: `A task looks like this: ${form}`,
  });
}

/** Every item that has a tick box or is under one that has none: the outermost ones with a box, wherever they are. */
export function outermostWithBox(items: readonly ListItem[]): ListItem[] {
  return items.flatMap((item) => (item.box === undefined ? outermostWithBox(item.children) : [item]));
}
