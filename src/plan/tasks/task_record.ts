import { success } from '../../diagnostics/index.ts';
import { listOfDocument, outermostWithBox } from './document_list.ts';
import { documentOrder } from './document_order.ts';
import type { Importer, Task, TaskSource } from './importer.ts';
import type { ListDocument, ListItem } from './list_document.ts';
import { behindLabel, readListDocument } from './list_items.ts';
import { outcomesOfLists } from './list_outcomes.ts';
import { taskOf } from './list_task.ts';
import { memoizeReading } from './memoize_reading.ts';
import { leftOutNote } from './section_outcomes.ts';
import { taskList } from './task_list.ts';

/**
 * The list of the task files made of an epic, as ccpm writes (automazeio/ccpm): `- [ ] 001.md - Title (parallel: true, depends on
 * 002)`. It is the list of record: an outline of phases in the same document is the draft that it was made of.
 */
export const taskRecord: Importer = {
  format: 'tasks',
  recognise: (source) =>
    MAY_HAVE.test(source.text) && recordOnce(source) !== undefined ? 'it lists its task files' : undefined,
  count: (source) => recordOnce(source)?.items.length ?? 0,
  read: (source, options) => {
    const record = options.section === undefined ? recordOnce(source) : undefined;
    if (record === undefined) return taskList.read(source, options);
    const { document, items } = record;
    const tasks = withOrderStated(items.map(taskIn));
    const outcomes = outcomesOfLists(document, tasks);
    const list = listOfDocument(document, { tasks, leftOut: [] }, source.file);
    return success({
      ...list,
      isOrdered: true,
      outcomes,
      problems: [...list.problems, ...leftOutNote(outcomes, source.file)],
    });
  },
  order: documentOrder,
};

const MAY_HAVE = /^[^\S\n]*[-*+][^\S\n]+\[[ xX]\][^\S\n]+[\d-]{1,9}\.md\b/mu;

/** `001.md - `, with the number of an issue in its place once the tasks are there. */
const FILE = /^(\d{1,9})\.md\b\s*(?:[-–—:]\s*)?/u;

const recordOnce = memoizeReading(
  (
    source: TaskSource,
  ): { readonly document: ListDocument; readonly items: readonly ListItem[] } | undefined => {
    const document = readListDocument(source);
    const boxed = outermostWithBox(document.items);
    const [first] = boxed.filter(({ text }) => FILE.test(text.text));
    const items = boxed.filter(({ section }) => section === first?.section);
    const areFiles = items.length >= MIN_FILES && items.every(({ text }) => FILE.test(text.text));
    const saysOrder = items.some(({ text }) => SAYS_ORDER.test(text.text));
    const isNamed = NAME.test(document.sections[first?.section ?? -1]?.title.trim() ?? '');
    return areFiles && (saysOrder || isNamed) ? { document, items } : undefined;
  },
);

const MIN_FILES = 2;
const SAYS_ORDER = /\b(?:depends on|parallel)\b/iu;
const NAME = /^tasks? created$/iu;

function taskIn(item: ListItem): Task {
  const [label = '', id] = FILE.exec(item.text.text) ?? [];
  return taskOf(item, {
    id,
    names: id === undefined ? [] : [`${id}.md`, String(Number(id))],
    text: behindLabel(item.text, label),
  });
}

/** Where tasks state what they depend on, those that state nothing depend on nothing. */
function withOrderStated(tasks: readonly Task[]): readonly Task[] {
  if (tasks.every(({ needs }) => needs.length === 0)) return tasks;
  return tasks.map((task) => ({ ...task, pace: undefined, isFree: task.isFree || task.needs.length === 0 }));
}
