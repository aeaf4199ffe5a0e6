import type { Position } from '../../diagnostics/index.ts';
import { nearest } from '../../lib/index.ts';
import { cycles, phaseOrder, planGraph } from '../graph/index.ts';
import type { Need, Task, TaskList, TaskProblem } from './importer.ts';
import { shortText } from './short_text.ts';
import { type Meaning, TaskNames } from './task_names.ts';

/** A dependency of a task on another, which is named by its index. */
export type Link = {
  readonly on: number;
  /** The reason for inferring it; `undefined` for a dependency that the source states. */
  readonly reason: string | undefined;
  readonly note: string | undefined;
};

type PlacedLink = Link & { readonly at: Position };

/** The tasks of a list with their stated dependencies. */
export type LinkedTasks = {
  /** For each task, its dependencies, each once. */
  readonly links: readonly (readonly Link[])[];
  /** For each task, words about dependencies that name no task, and do not have to. */
  readonly remarks: readonly (readonly string[])[];
  readonly problems: readonly TaskProblem[];
};

/** More dependencies than this are a mistake or an attack. */
export const MAX_LINKS = 200_000;

/** Unknown names take longest to look up, and each of them is reported. */
const MAX_UNKNOWN = 1000;

/** Finds the tasks that each task names, and judges the names: unclear names and cycles are errors, unknown names warnings. */
export function linkTasks(list: TaskList, file: string): LinkedTasks {
  const names = new TaskNames(list);
  const meaningsOf = (need: Need, index: number): readonly Meaning[] =>
    need.tasks === undefined
      ? names.meaningsOf(need, index)
      : [{ kind: 'tasks', tasks: need.tasks, why: undefined }];
  const problems: TaskProblem[] = [];
  const remarks: string[][] = list.tasks.map(() => []);
  let count = 0;
  let unknown = 0;
  let lastUnknown: Position | undefined;
  const meantBy = new Map<string, Task | undefined>();
  const soft: SoftName[] = [];
  const links = list.tasks.map((task, index) => {
    const found = new Map<number, PlacedLink>();
    for (const need of task.needs) {
      if (count > MAX_LINKS || unknown > MAX_UNKNOWN) break;
      for (const meaning of meaningsOf(need, index)) {
        if (meaning.kind === 'unknown') {
          remarks[index]?.push(need.isFirm ? meaning.name : need.text);
          unknown += 1;
          lastUnknown = need;
        }
        const problem = problemWith({ meaning, need, index, list, meantBy });
        if (problem?.code === 'unknown-remark' && meaning.kind === 'unknown') {
          soft.push({ name: meaning.name, line: need.line, column: need.column });
          continue;
        }
        if (problem !== undefined) problems.push({ file, line: need.line, column: need.column, ...problem });
        if (problem?.severity === 'error' || meaning.kind !== 'tasks') continue;
        for (const on of meaning.tasks)
          if (!found.has(on)) found.set(on, { on, reason: meaning.why, note: need.note, at: need });
        count += meaning.tasks.length;
      }
    }
    const { pace } = task;
    if (found.size > 0 && pace?.value === 'parallel')
      problems.push({ ...contradiction(task, found.size), file, line: pace.line, column: pace.column });
    return [...found.values()];
  });
  if (unknown > MAX_UNKNOWN && lastUnknown !== undefined)
    return { links: [], remarks: [], problems: [tooManyUnknown(file, lastUnknown)] };
  problems.push(...softNote(soft, file));
  if (count > MAX_LINKS) problems.push(tooMany(file));
  else for (const each of cyclesAmong(list.tasks, links, file)) problems.push(each);
  return {
    links: links.map((own) => own.map(({ on, reason, note }) => ({ on, reason, note }))),
    remarks,
    problems,
  };
}

/** A name in a remark on needs that is not a task. */
type SoftName = Position & { readonly name: string };

/** One warning for all of them: they are libraries, accounts and days more often than tasks. */
function softNote(soft: readonly SoftName[], file: string): TaskProblem[] {
  const [first, ...more] = soft;
  if (first === undefined) return [];
  const names = soft.slice(0, MAX_SOFT).map(({ name, line }) => `"${shortText(name)}" (line ${line})`);
  const rest = soft.length - names.length;
  return [
    {
      severity: 'warning',
      code: 'unknown-remark',
      message:
        more.length === 0
          ? `"${shortText(first.name)}" names no task; it is kept as a remark.`
          : `These name no task, and are kept as remarks: ${names.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}.`,
      ...{ file, line: first.line, column: first.column },
    },
  ];
}

const MAX_SOFT = 10;

/** The error for a list with too many dependencies. */
export function tooMany(file: string): TaskProblem {
  return {
    severity: 'error',
    code: 'too-many-dependencies',
    message: `A task list may have at most ${MAX_LINKS} dependencies; this one has more.`,
    file,
  };
}

/** The error for a list with too many unknown names; otherwise each of them would be reported alone. */
export function tooManyUnknown(file: string, { line, column }: Position): TaskProblem {
  return {
    severity: 'error',
    code: 'too-many-dependencies',
    message: `A task list may name at most ${MAX_UNKNOWN} tasks that do not exist; with this one it names more.`,
    file,
    line,
    column,
    hint: 'Check the names: a task is identified by its number, its id or its whole title.',
  };
}

type Question = {
  readonly meaning: Meaning;
  readonly need: Need;
  readonly index: number;
  readonly list: TaskList;
  /** The tasks that unknown names were found to be close to. */
  readonly meantBy: Map<string, Task | undefined>;
};

function problemWith({
  meaning,
  need,
  index,
  list,
  meantBy,
}: Question): Omit<TaskProblem, 'file'> | undefined {
  const { tasks } = list;
  if (meaning.kind === 'nobody') return undefined;
  if (meaning.kind === 'tasks') {
    if (!meaning.tasks.includes(index)) return undefined;
    return {
      severity: 'error',
      code: 'self-dependency',
      message: `${nameOf(tasks[index])} depends on itself.`,
      hint: 'Remove this dependency, or name the task that is meant.',
    };
  }
  if (meaning.kind === 'unclear')
    return {
      severity: 'error',
      code: 'ambiguous-dependency',
      message: `"${shortText(meaning.name)}" can mean ${listOf(meaning.tasks.map((place) => tasks[place]))}.`,
      hint: 'Name the task by its number or its whole title.',
    };
  if (!need.isFirm)
    return {
      severity: 'warning',
      code: 'unknown-remark',
      message: `"${shortText(meaning.name)}" does not name a task; it is kept as a remark.`,
    };
  // Looking for the intended name takes long, and is not done for every name of a long list.
  if (!meantBy.has(meaning.name) && meantBy.size < MAX_SUGGESTED && meaning.name.length <= LONGEST_NAME)
    meantBy.set(meaning.name, nearestTask(meaning.name, index, tasks));
  const meant = meantBy.get(meaning.name);
  return {
    severity: 'warning',
    code: 'undefined-dependency',
    message: `No task here is called "${shortText(meaning.name)}"${meant === undefined ? '' : `; the closest is ${nameOf(meant)}`}. It is kept as a remark.`,
    hint: `The tasks are: ${listOf(tasks)}.`,
  };
}

/** The task whose title is closest, among those around: in a long list not every pair can be compared. */
function nearestTask(name: string, index: number, tasks: readonly Task[]): Task | undefined {
  const around = tasks.slice(Math.max(0, index - AROUND), index + AROUND);
  const title = nearest(
    name,
    around.map((task) => task.title),
  );
  return around.find((task) => task.title === title);
}

const AROUND = 100;
const MAX_SUGGESTED = 50;
const LONGEST_NAME = 60;

function contradiction(task: Task, count: number): Omit<TaskProblem, 'file'> {
  return {
    severity: 'warning',
    code: 'parallel-but-depends',
    message: `${nameOf(task)} is marked parallel, but depends on ${count === 1 ? 'another task' : `${count} tasks`}; the ${count === 1 ? 'dependency is' : 'dependencies are'} kept.`,
  };
}

function cyclesAmong(
  tasks: readonly Task[],
  links: readonly (readonly PlacedLink[])[],
  file: string,
): TaskProblem[] {
  const graph = planGraph({
    ids: tasks.map((_, index) => String(index)),
    dependencies: links.map((own) => own.map(({ on }) => on)),
    hours: tasks.map(() => 1),
    files: tasks.map(() => []),
  });
  return cycles(graph, phaseOrder(graph)).map(({ path, members }): TaskProblem => {
    const [first = 0, next] = path;
    const start = links[first]?.find(({ on }) => on === next) as PlacedLink;
    const trail = path.length > MAX_IN_TRAIL ? [...path.slice(0, MAX_IN_TRAIL), undefined, first] : path;
    const said = trail.map((place) =>
      place === undefined ? '…' : `${nameOf(tasks[place])}, line ${tasks[place]?.line}`,
    );
    return {
      severity: 'error',
      code: 'dependency-cycle',
      message: `Tasks depend on each other in a cycle: ${said.join(' → ')}.`,
      file,
      line: start.at.line,
      column: start.at.column,
      hint:
        members.length > path.length - 1
          ? `Remove one of these dependencies; the tasks involved are: ${listOf(members.map((place) => tasks[place]))}.`
          : 'Remove one of these dependencies.',
    };
  });
}

const MAX_IN_TRAIL = 12;

/** A task as a message names it. */
export function nameOf(task: Pick<Task, 'id' | 'names' | 'title'> | undefined): string {
  const id = task?.id ?? task?.names[0];
  const title = shortText(task?.title ?? '');
  return id === undefined ? `"${title}"` : `${shortText(id)} (${title})`;
}

/** A list of tasks in a message, cut where it grows too long to read. */
export function listOf(tasks: readonly (Task | undefined)[]): string {
  const names = tasks.slice(0, MAX_NAMED).map(nameOf).join(', ');
  return tasks.length > MAX_NAMED ? `${names} and ${tasks.length - MAX_NAMED} more` : names;
}

const MAX_NAMED = 8;
