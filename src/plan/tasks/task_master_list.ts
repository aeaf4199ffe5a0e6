import type { Node } from 'jsonc-parser';
import { failure, type Result, success } from '../../diagnostics/index.ts';
import { printable } from '../../lib/index.ts';
import type { ImportOptions, TaskCode, TaskProblem, TaskSource } from './importer.ts';
import { entriesOf, type JsonText, property } from './json_text.ts';
import { shortText } from './short_text.ts';
import { stateOf } from './task_master_state.ts';

/** The intended list among those of a file. */
export function chosenList(
  { root, at }: JsonText,
  { file }: TaskSource,
  { tag, keepDone = false }: ImportOptions,
): Result<
  { readonly title: string; readonly tasks: Node; readonly problems: readonly TaskProblem[] },
  TaskCode
> {
  const tags = entriesOf(root).map(([name, value]): [string, Node | undefined] => [
    name,
    // Some files have the list itself under the tag.
    value.type === 'array' && name !== 'tasks' && isTaskList(value) ? value : property(value, 'tasks'),
  ]);
  const whole = root.type === 'array' ? root : property(root, 'tasks');
  const outer = [['', whole] as const, ...tags].flatMap(([name, tasks]) =>
    tasks?.type === 'array' ? [{ name, tasks }] : [],
  );
  // Other programs keep the lists one level further in: {"tags": {"master": {"tasks": […]}}}.
  const inner = entriesOf(root).flatMap(([name, value]) =>
    value.type === 'object' && property(value, 'tasks')?.type !== 'array'
      ? entriesOf(value).flatMap(([own, list]) => {
          const tasks = list.type === 'array' && isTaskList(list) ? list : property(list, 'tasks');
          return tasks?.type === 'array' ? [{ name: own, path: `${name}.${own}`, tasks }] : [];
        })
      : [],
  );
  const isAsked = tag !== undefined && !outer.some(({ name }) => name === tag);
  const lists = outer.length === 0 || isAsked ? [...outer, ...inner] : outer;
  const unread = lists === outer ? inner : [];
  const named = lists.filter(({ name }) => name !== '').map(({ name }) => name);
  if (lists.length === 0)
    return failure('problems', {
      severity: 'error',
      code: 'tasks-none',
      message: 'It contains no list of tasks.',
      file,
      ...at(root),
      hint: 'Task Master keeps one under each tag: {"master": {"tasks": […]}}.',
    });
  const asked = tag === undefined ? lists : lists.filter(({ name }) => name === tag);
  const open = asked.filter(({ tasks }) => (tasks.children ?? []).some((node) => stateOf(node) === 'open'));
  // Where everything under the other tags is done, there is one list to choose.
  const isOnly = asked.length > 1 && open.length === 1 && !keepDone;
  const chosen = isOnly ? open : asked;
  const [list] = chosen;
  if (list === undefined)
    return failure('usage', {
      severity: 'error',
      code: 'tag-unknown',
      message: `It has no tag "${shortText(tag ?? '')}".`,
      file,
      hint:
        named.length === 0
          ? 'It has no tags: leave out --tag.'
          : `Its tags are: ${named.slice(0, MAX_TAGS).map(shortText).join(', ')}.`,
    });
  const nodes = chosen.flatMap(({ tasks }) => tasks.children ?? []);
  if (chosen.length > 1 && !keepDone && nodes.length > 0 && nodes.every((node) => stateOf(node) !== 'open'))
    return failure('problems', {
      severity: 'error',
      code: 'tasks-all-done',
      message: `All of its ${nodes.length} tasks under ${chosen.length} tags are done or cancelled.`,
      file,
      hint: 'Import the done ones too with --keep-done and --tag.',
    });
  if (chosen.length > 1)
    return failure('usage', {
      severity: 'error',
      code: 'tag-unclear',
      message: `It has tasks ${named.length < chosen.length ? 'without a tag, and ' : ''}under ${named.length === 1 ? 'a tag' : `${named.length} tags`}: ${named.slice(0, MAX_TAGS).map(shortText).join(', ')}.`,
      file,
      hint: `Choose one with --tag, such as --tag ${shortText(named[0] ?? '')}.`,
    });
  return success({
    title: list.name === 'master' ? '' : printable(list.name),
    tasks: list.tasks,
    problems: [
      ...unreadLists(list, unread, { file, ...at(root) }),
      ...(isOnly ? onlyOpen(list.name, asked.length - 1, { file, ...at(list.tasks) }) : []),
    ],
  });
}

/** Notes that a list was taken because nothing is left in the others. */
function onlyOpen(
  name: string,
  others: number,
  at: Pick<TaskProblem, 'file' | 'line' | 'column'>,
): TaskProblem[] {
  const list = name === '' ? 'The list without a tag' : `“${shortText(name)}”`;
  return [
    {
      ...{ severity: 'note', code: 'done-left-out', ...at },
      message: `${list} was imported, since nothing is left to do under the other ${others === 1 ? 'tag' : `${others} tags`}.`,
    },
  ];
}

/** Warns that a file has further lists in another place, one of which is the work as well. */
function unreadLists(
  { name }: { readonly name: string },
  unread: readonly { readonly name: string; readonly path: string; readonly tasks: Node }[],
  at: Pick<TaskProblem, 'file' | 'line' | 'column'>,
): TaskProblem[] {
  if (unread.length === 0) return [];
  const named = unread.slice(0, MAX_TAGS).map(({ path, tasks }) => {
    const all = tasks.children ?? [];
    return `${shortText(path)} (${all.length} tasks, ${all.filter((each) => stateOf(each) === 'open').length} open)`;
  });
  const other = unread.find((each) => each.name !== name);
  return [
    {
      ...{ severity: 'warning', code: 'tag-unclear', ...at },
      message: `It has other lists, which were left out: ${named.join(', ')}; ${name === '' ? 'the list without a tag' : shortText(name)} was imported.`,
      ...(other !== undefined && {
        hint: `If another one is meant, choose it with --tag, such as --tag ${shortText(other.name)}.`,
      }),
    },
  ];
}

function isTaskList({ children = [] }: Node): boolean {
  return (
    children.length > 0 &&
    children.every((each) => each.type === 'object' && property(each, 'id') !== undefined)
  );
}

/** Most names of lists in a message. */
const MAX_TAGS = 20;
