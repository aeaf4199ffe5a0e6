import { success } from '../../diagnostics/index.ts';
import { printable } from '../../lib/index.ts';
import { noTasks } from './document_list.ts';
import type { Importer, Task, TaskField, TaskSource } from './importer.ts';
import { namedFiles } from './named_files.ts';

/**
 * A list in the form of todo.txt: a task a line, `x` before one that is done, a priority in brackets, dates, `+project`,
 * `@context` and `key:value`.
 */
export const todoTxt: Importer = {
  format: 'todo-txt',
  recognise: (source) => {
    const lines = linesOf(source);
    return areTasks(lines) ? 'each line is a task, as in todo.txt' : undefined;
  },
  read: (source) => {
    const tasks = linesOf(source).flatMap(taskOf);
    return tasks.length === 0
      ? noTasks(source, '(A) Create the models +backend due:2030-01-31')
      : success({ title: '', sections: [], tasks, problems: [], isOrdered: false });
  },
  order: (list, { inOrder = false }) =>
    inOrder
      ? list.tasks.slice(1).map((_, index) => ({ task: index + 1, on: index, reason: 'list order' }))
      : [],
};

type Line = { readonly text: string; readonly line: number };

function linesOf({ text }: TaskSource): Line[] {
  return text.split('\n').flatMap((each, index) => {
    const own = each.trim();
    return own === '' ? [] : [{ text: own, line: index + 1 }];
  });
}

/** Whether no line has a mark of Markdown, and most of them have one that only todo.txt has. */
function areTasks(lines: readonly Line[]): boolean {
  const [first] = lines;
  if (first === undefined || !DISTINCTIVE.test(first.text)) return false;
  const distinctive = lines.filter(({ text }) => DISTINCTIVE.test(text)).length;
  return (
    distinctive >= MIN_DISTINCTIVE &&
    distinctive * 2 > lines.length &&
    !lines.some(({ text }) => MARKED.test(text))
  );
}

const MIN_DISTINCTIVE = 2;

/** `(A) …`, or a task that is done with its date. */
const DISTINCTIVE = /^(?:\([A-Z]\) |x (?:\([A-Z]\) )?\d{4}-\d{2}-\d{2} )/u;
const MARKED = /^(?:#{1,6} |[-*+] |\d{1,4}[.)] |>|\||```)/u;

const HEAD =
  /^(?<done>x )?(?:\((?<priority>[A-Z])\) )?(?:(?<first>\d{4}-\d{2}-\d{2}) )?(?:(?<second>\d{4}-\d{2}-\d{2}) )?/u;

/** A tag that begins a word: `+project`, `@context`, `due:2030-01-31`. */
const TAG =
  /(?<=^|\s)(?:\+(?<project>\S+)|@(?<context>\S+)|(?<key>[A-Za-z]{2,20}):(?<value>[^\s/:][^\s/]*))(?=\s|$)/gu;

function taskOf({ text, line }: Line): Task[] {
  const head = HEAD.exec(text);
  const { done, priority, first, second } = head?.groups ?? {};
  const rest = text.slice(head?.[0].length ?? 0);
  const tags = [...rest.matchAll(TAG)].map(({ groups }) => groups ?? {});
  const title = printable(rest.replace(TAG, '').replace(/\s+/gu, ' ').trim());
  // "(Z) ----- +Bug" divides the list.
  if (!/[\p{L}\p{N}]/u.test(title)) return [];
  const named = (name: string, of: 'project' | 'context') =>
    field(name, tags.flatMap((tag) => tag[of] ?? []).join(', '));
  const paths = namedFiles(title);
  return [
    {
      id: undefined,
      names: [],
      line,
      column: 1,
      title,
      goal: undefined,
      section: -1,
      state: done === undefined ? 'open' : 'done',
      pace: undefined,
      needs: [],
      isFree: false,
      files: paths.length === 0 ? undefined : { paths, areStated: false },
      hours: undefined,
      complexity: undefined,
      steps: [],
      gates: [],
      others: [
        field('Priority', priority),
        named('Project', 'project'),
        named('Context', 'context'),
        ...tags.map(({ key, value }) => field(capital(key ?? ''), value)),
        field('Created', done === undefined ? first : second),
      ].filter((each) => each.text !== ''),
    },
  ];
}

function field(name: string, text: string | undefined): TaskField {
  return { name, text: printable(text ?? '') };
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
