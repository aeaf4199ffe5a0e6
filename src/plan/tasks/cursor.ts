import { failure, success } from '../../diagnostics/index.ts';
import { printable, printableLine } from '../../lib/index.ts';
import { plainText } from '../document/plain_text.ts';
import { readOutline } from '../outline/outline.ts';
import { SectionText } from '../outline/section_text.ts';
import { survey, titleOf } from '../outline/survey.ts';
import { noTasks } from './document_list.ts';
import { boxesLeftNote } from './doubt_notes.ts';
import { type FrontTodo, readFrontTodos } from './front_todos.ts';
import type {
  Importer,
  InferredNeed,
  Need,
  SectionOutcome,
  Task,
  TaskList,
  TaskProblem,
  TaskSource,
} from './importer.ts';
import { EXPLAINS_TODOS } from './list_outcomes.ts';
import { namedFiles } from './named_files.ts';
import { boxesLeft } from './part_evidence.ts';
import { leftOutNote } from './section_outcomes.ts';

/**
 * A plan that Cursor wrote (`.cursor/plans/*.plan.md`): its front matter lists `todos`, each with an id, its content, its status
 * and its dependencies. The text below explains them, without saying which part of it belongs to which todo.
 */
export const cursor: Importer = {
  format: 'cursor',
  recognise: ({ text }) => (hasTodos(frontMatterOf(text)) ? 'its front matter lists todos' : undefined),
  read: (source) => {
    const read = readFrontTodos(frontMatterOf(source.text));
    if ('message' in read)
      return failure('problems', {
        severity: 'error',
        code: 'task-list-syntax',
        message: `Its front matter cannot be read: ${printableLine(read.message)}.`,
        file: source.file,
        line: read.line,
        column: read.column,
        hint: 'Put quotes around values that contain a colon or a quotation mark.',
      });
    if (read.todos.length === 0)
      return noTasks(source, '- id: model, with content and status, under todos: in the front matter');
    return success(listOf(read, source));
  },
  order,
};

function frontMatterOf(text: string): string {
  const { from } = plainText(text);
  return from < 2
    ? ''
    : text
        .split('\n')
        .slice(1, from - 1)
        .join('\n');
}

/** Whether the list has todos with content; `todos: []` is found over documents of any kind. */
function hasTodos(matter: string): boolean {
  return /^todos:[ \t]*(?:#.*)?\n(?:[ \t]*\n)*[ \t]*-[ \t]/mu.test(matter);
}

function listOf(
  { name, overview, todos, malformed }: Exclude<ReturnType<typeof readFrontTodos>, { message: string }>,
  source: TaskSource,
): TaskList {
  const ids = new Map(todos.map(({ id }, index) => [id, index]));
  const { file } = source;
  const { outcomes, problems } = bodyOf(source);
  const heading = name ?? /^#\s+(?<title>\S.*)$/mu.exec(source.text)?.groups?.title ?? '';
  return {
    title: printableLine(heading),
    sections: [],
    tasks: todos.map((todo) => taskIn(todo, ids, todos.length === 1 ? overview : undefined)),
    problems: [
      ...malformed.map(
        (position): TaskProblem => ({
          severity: 'warning',
          code: 'task-malformed',
          message: 'This todo does not say what to do, so it was left out.',
          file,
          ...position,
          hint: 'Give it a "content".',
        }),
      ),
      ...leftOutNote(outcomes, file),
      ...problems,
    ],
    outcomes,
  };
}

function taskIn(
  todo: FrontTodo,
  ids: ReadonlyMap<string | undefined, number>,
  goal: string | undefined,
): Task {
  const { id, content, status, dependencies, line, column } = todo;
  const [first = '', ...more] = printable(content)
    .split('\n')
    .map((each) => each.trim())
    .filter((each) => each !== '');
  const named = namedFiles(content);
  const needs = dependencies.map((need): Need => {
    const on = ids.get(need.text);
    return {
      ...need,
      text: printableLine(need.text),
      note: undefined,
      isFirm: true,
      ...(on !== undefined && { tasks: [on] }),
    };
  });
  const said = status.toLowerCase().replace(/[_-]/gu, ' ');
  const state = stateOf(said);
  return {
    id: id === undefined ? undefined : printableLine(id),
    names: [],
    line,
    column,
    title: first,
    goal: goal === undefined ? undefined : printable(goal).replace(/\s*\n\s*/gu, ' '),
    section: -1,
    state,
    pace: undefined,
    needs,
    isFree: false,
    files: named.length === 0 ? undefined : { paths: named, areStated: false },
    hours: undefined,
    complexity: undefined,
    steps: more.map((step) => step.replace(/^(?:[-*+]|\d{1,3}[.)])\s+/u, '')),
    gates: [],
    others: [
      ...(id === undefined ? [] : [{ name: 'Id', text: printableLine(id) }]),
      ...(state === 'open' && said !== '' && said !== 'pending'
        ? [{ name: 'Status', text: printableLine(said) }]
        : []),
    ],
  };
}

function stateOf(status: string): Task['state'] {
  if (/^(?:completed?|done|finished)$/u.test(status)) return 'done';
  return /^(?:cancel(?:l?ed)?|skipped|dropped)$/u.test(status) ? 'cancelled' : 'open';
}

/** Reports the text below the front matter as left out, part by part, and warns about open boxes in it. */
function bodyOf({ text, file }: TaskSource): {
  readonly outcomes: readonly SectionOutcome[];
  readonly problems: readonly TaskProblem[];
} {
  const outline = readOutline(text, { from: plainText(text).from });
  const shown = new SectionText(outline);
  const title = titleOf(outline.root);
  const parts = (title ?? outline.root).sections;
  const outcomes = parts
    .filter((part) => shown.below(part).length > 0)
    .map(
      ({ heading, line, level }): SectionOutcome => ({
        heading: printableLine(heading.text),
        line,
        level,
        became: 'left-out',
        why: EXPLAINS_TODOS,
      }),
    );
  return {
    outcomes,
    problems: boxesLeftNote(
      boxesLeft(survey(outline), () => false),
      file,
    ),
  };
}

/** Links the todos in the order of the list if none states a dependency; otherwise a todo without one depends on nothing. */
function* order({ tasks }: TaskList): Generator<InferredNeed> {
  if (tasks.some(({ needs }) => needs.length > 0)) return;
  for (let index = 1; index < tasks.length; index++)
    yield { task: index, on: index - 1, reason: 'order of the todos' };
}
