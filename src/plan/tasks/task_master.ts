import type { Node } from 'jsonc-parser';
import { failure, sortProblems, success } from '../../diagnostics/index.ts';
import { printable } from '../../lib/index.ts';
import { parseHours } from '../document/hours.ts';
import { PUT_OFF_STATUS } from '../words/claim_words.ts';
import { flat, linesBelow, oneLine } from './flat_text.ts';
import { gatesIn } from './gate_text.ts';
import type { Importer, Need, Task, TaskField, TaskProblem, TaskSource } from './importer.ts';
import { type JsonText, property, readJson } from './json_text.ts';
import { listOf } from './link_tasks.ts';
import { namedFiles } from './named_files.ts';
import { shortText } from './short_text.ts';
import { metadataOf } from './task_master_context.ts';
import { chosenList } from './task_master_list.ts';
import { stateOf } from './task_master_state.ts';

/**
 * The `tasks.json` of Task Master (docs/task-structure.md in eyaltoledano/claude-task-master): a list of tasks under each tag,
 * `{"master": {"tasks": […]}}`, or the older form with one list. Subtasks become the steps of their task, and their dependencies
 * outside of it become the task's own.
 */
export const taskMaster: Importer = {
  format: 'task-master',
  recognise: ({ text }) =>
    LOOKS_LIKE_JSON.test(text) && /"tasks"|"id"/u.test(text) ? 'it is JSON with a list of tasks' : undefined,
  read: (source, options) => {
    const json = readJson(source);
    if (!json.ok) return json;
    const list = chosenList(json.value, source, options);
    if (!list.ok) return list;
    const reader = new TaskReader(json.value, source);
    const tasks = (list.value.tasks.children ?? []).flatMap((node) => reader.task(node) ?? []);
    const { problems } = reader;
    if (problems.length > 0) return { ok: false, cause: 'problems', problems: sortProblems(problems) };
    if (tasks.length === 0)
      return failure('problems', {
        severity: 'error',
        code: 'tasks-none',
        message: 'Its list of tasks is empty.',
        file: source.file,
      });
    const { title, context } = metadataOf(json.value, list.value.tasks);
    return success({
      ...{ title: list.value.title || title, sections: [], tasks, context },
      problems: [...list.value.problems, ...reader.doubtful()],
    });
  },
  // The format states every dependency.
  order: () => [],
};

/** A line of Markdown may begin with a bracket too: that of a tick box. */
const LOOKS_LIKE_JSON = /^(?:\s|\/\/[^\n]*\n)*(?:\[\s*)?\{/u;

/** Makes tasks of JSON values, and reports their faults. */
class TaskReader {
  /** Errors only: with any, nothing is imported. */
  readonly problems: TaskProblem[] = [];
  readonly #json: JsonText;
  readonly #file: string;
  /** Waiting tasks by their status. */
  readonly #waiting = new Map<string, readonly Task[]>();
  readonly #deferred: Task[] = [];
  readonly #notes: TaskProblem[] = [];

  constructor(json: JsonText, { file }: TaskSource) {
    this.#json = json;
    this.#file = file;
  }

  task(node: Node): Task | undefined {
    if (node.type !== 'object') return this.#malformed(node, 'A task must be an object.');
    // A task without an id is an error, and is never used.
    const id = this.#idOf(property(node, 'id'), node) ?? '';
    const title = this.#text(node, 'title');
    const description = this.#text(node, 'description');
    if (title === '' && description === '') return this.#malformed(node, 'A task needs a title.');
    const details = this.#text(node, 'details');
    const testStrategy = this.#firstText(node, 'testStrategy', 'test_strategy', 'testing', 'verification');
    const criteria = this.#firstText(node, 'acceptanceCriteria', 'acceptance_criteria', 'successCriteria');
    const status = this.#firstText(node, 'status', 'state').toLowerCase();
    const every = this.#list(node, 'subtasks').filter((subtask) => subtask.type === 'object');
    const subtasks = every.filter((each) => !LEFT_OUT.some((state) => state === stateOf(each)));
    for (const state of LEFT_OUT) this.#noteLeftOut(id, { state, among: every, node });
    const needs = [
      ...this.#list(node, 'dependencies').flatMap((each) => this.#needOf(each) ?? []),
      ...this.#needsOfSubtasks(id, subtasks),
    ];
    const inOrder = this.#inOrder(id, subtasks);
    const done = inOrder.filter((each) => stateOf(each) === 'done');
    const open = inOrder.filter((each) => !done.includes(each));
    const state = stateOf(node);
    // In a task that is left, what its finished subtasks touched and checked is over.
    const counting = state === 'done' ? subtasks : open;
    const whole = [
      title,
      description,
      details,
      ...counting.flatMap((each) => [
        this.#text(each, 'title'),
        this.#text(each, 'description'),
        this.#text(each, 'details'),
      ]),
    ];
    const paths = namedFiles(whole.join('\n'));
    const isWaiting = state === 'open' && (PUT_OFF_STATUS.test(status) || IN_REVIEW.test(status));
    const seen: Task = {
      ...this.#json.at(node),
      id,
      names: every.flatMap((each) => this.#nameOf(id, each) ?? []),
      title: oneLine(title || description),
      goal: description === '' ? undefined : oneLine(description),
      section: -1,
      state,
      pace: undefined,
      needs,
      isFree: true,
      files: paths.length === 0 ? undefined : { paths, areStated: false },
      hours: parseHours(this.#text(node, 'estimate') || this.#text(node, 'estimatedHours'), {
        needsUnit: false,
      }),
      complexity: undefined,
      steps: open.map((subtask) => this.#stepOf(id, subtask)),
      stepsDone: done.map((subtask) => this.#stepOf(id, subtask)),
      gates: [
        ...gatesIn(testStrategy),
        ...gatesIn(criteria),
        ...counting.flatMap((each) => this.#gatesOf(each)),
      ],
      others: [
        field('Details', details),
        ...(state === 'done' ? [] : done.map((each) => field('Notes', this.#notesOn(id, each)))),
        field('Priority', this.#text(node, 'priority')),
        field('Status', status === 'pending' ? '' : status),
      ],
    };
    if (state === 'deferred') this.#deferred.push(seen);
    if (isWaiting) this.#waiting.set(status, [...(this.#waiting.get(status) ?? []), seen]);
    return seen;
  }

  /**
   * Warnings on tasks that are taken for work, though their status says that they wait for somebody or something, and a note on
   * those that are put off.
   */
  doubtful(): TaskProblem[] {
    const [first] = this.#deferred;
    const deferred: TaskProblem[] =
      first === undefined
        ? []
        : [
            {
              ...{ severity: 'note', code: 'items-left-out', file: this.#file },
              message: `Marked as deferred, and left out: ${listOf(this.#deferred)}.`,
              ...{ line: first.line, column: first.column },
              hint: 'Set its status to "pending" if it is meant now.',
            },
          ];
    const waiting = [...this.#waiting].map(([status, tasks]): TaskProblem => {
      const isPutOff = PUT_OFF_STATUS.test(status);
      return {
        ...{ severity: isPutOff ? 'warning' : 'note', code: isPutOff ? 'work-unclear' : 'status-unread' },
        message: isPutOff
          ? `Marked as ${shortText(status)}, but imported as work: ${listOf(tasks)}.`
          : `Marked as in review, and treated as open: ${listOf(tasks)}.`,
        file: this.#file,
        ...{ line: tasks[0]?.line ?? 1, column: tasks[0]?.column ?? 1 },
        hint: isPutOff
          ? 'Remove what is not meant now; what depends on it waits for it.'
          : 'Set its status to "done" if nothing is left.',
      };
    });
    return [...this.#notes, ...deferred, ...waiting];
  }

  #noteLeftOut(
    id: string,
    {
      state,
      among,
      node,
    }: { readonly state: Task['state']; readonly among: readonly Node[]; readonly node: Node },
  ): void {
    const count = among.filter((each) => stateOf(each) === state).length;
    if (count === 0) return;
    this.#notes.push({
      severity: 'note',
      code: 'items-left-out',
      message: `${count === 1 ? 'A subtask' : `${count} subtasks`} of ${shortText(id)} ${count === 1 ? 'is' : 'are'} ${state}, and left out.`,
      file: this.#file,
      ...this.#json.at(node),
    });
  }

  #stepOf(task: string, subtask: Node): string {
    const name = this.#nameOf(task, subtask);
    const title = this.#text(subtask, 'title') || this.#text(subtask, 'description') || 'Subtask';
    const further = [this.#text(subtask, 'description'), this.#text(subtask, 'details')].filter(
      (text) => text !== '' && text !== title,
    );
    const begun = BEGUN.test(this.#firstText(subtask, 'status', 'state').trim()) ? ['in progress'] : [];
    const remarks = [...(name === undefined ? [] : [name]), ...begun].join(', ');
    const head = `${oneLine(title)}${remarks === '' ? '' : ` (${remarks})`}`;
    return [head, ...further.flatMap(linesBelow)].join('\n');
  }

  /** The text of a finished subtask, on which the others build; empty where there is nothing but its title. */
  #notesOn(task: string, subtask: Node): string {
    const title = this.#text(subtask, 'title') || this.#text(subtask, 'description');
    const name = this.#nameOf(task, subtask) ?? oneLine(title);
    const said = [this.#text(subtask, 'description'), this.#text(subtask, 'details')].filter(
      (text) => text !== '' && text !== title,
    );
    return said.length === 0 ? '' : `On ${name}, which is done: ${said.join('\n')}`;
  }

  /** The gates that tell whether a subtask is done. */
  #gatesOf(subtask: Node): string[] {
    const said = this.#firstText(
      subtask,
      'acceptanceCriteria',
      'acceptance_criteria',
      'testStrategy',
      'test_strategy',
    );
    return gatesIn(said);
  }

  /** The text of the first of these keys that has one. */
  #firstText(node: Node, ...keys: readonly string[]): string {
    for (const key of keys) {
      const text = this.#text(node, key);
      if (text !== '') return text;
    }
    return '';
  }

  /** The dependencies of subtasks on other tasks: `"4.2"`, whose task is 4. Among themselves they are in order. */
  #needsOfSubtasks(task: string, subtasks: readonly Node[]): Need[] {
    const own = new Set(subtasks.map((each) => this.#numberOf(each)));
    return subtasks.flatMap((subtask) =>
      this.#list(subtask, 'dependencies').flatMap((each) => {
        const need = this.#needOf(each);
        if (need === undefined) return [];
        if (own.has(numberWithin(task, need))) return [];
        return [{ ...need, note: `for its subtask ${this.#nameOf(task, subtask) ?? 'without id'}` }];
      }),
    );
  }

  /** Sorts subtasks so that each comes after its dependencies; otherwise they keep their order. */
  #inOrder(task: string, subtasks: readonly Node[]): Node[] {
    const byNumber = new Map(subtasks.map((each) => [this.#numberOf(each), each]));
    const ordered = new Set<Node>();
    const open = new Set<Node>();
    const visit = (subtask: Node): void => {
      if (ordered.has(subtask) || open.has(subtask) || open.size > MAX_NESTED) return;
      open.add(subtask);
      for (const each of this.#list(subtask, 'dependencies')) {
        const need = this.#needOf(each);
        const other = need && byNumber.get(numberWithin(task, need));
        if (other !== undefined) visit(other);
      }
      open.delete(subtask);
      ordered.add(subtask);
    };
    subtasks.forEach(visit);
    return [...ordered];
  }

  /** The name by which other tasks call a subtask: `4.2`. */
  #nameOf(task: string, subtask: Node): string | undefined {
    const number = this.#numberOf(subtask);
    return number === undefined ? undefined : `${task}.${number}`;
  }

  /** The number of a subtask within its task: some files have the whole of `4.2` as its id. */
  #numberOf(subtask: Node): string | undefined {
    return this.#idOf(property(subtask, 'id'), subtask, true)?.split('.').at(-1);
  }

  /** `3`, `"3"`, `"1.2"`: a phase can only depend on the task above a subtask. */
  #needOf(node: Node): Need | undefined {
    const value: unknown = node.value;
    const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : '';
    if (text === '') return void this.#malformed(node, 'A dependency must be the number of a task.');
    const note = text.includes('.') ? `its subtask ${text}` : undefined;
    return { ...this.#json.at(node), text, note, isFirm: true };
  }

  #idOf(node: Node | undefined, owner: Node, isQuiet = false): string | undefined {
    const value: unknown = node?.value;
    if (Number.isFinite(value)) return String(value);
    if (typeof value === 'string' && value.trim() !== '') return value.trim();
    return isQuiet ? undefined : void this.#malformed(node ?? owner, 'A task needs an id.');
  }

  #text(node: Node, key: string): string {
    const found = property(node, key);
    if (found === undefined) return '';
    if (typeof found.value === 'string') return printable(found.value).trim();
    if (found.type === 'array')
      return (found.children ?? [])
        .flatMap(({ value }) => (typeof value === 'string' ? [`- ${printable(value)}`] : []))
        .join('\n');
    return typeof found.value === 'number' ? String(found.value) : '';
  }

  #list(node: Node, key: string): readonly Node[] {
    const found = property(node, key);
    if (found === undefined || found.type === 'null') return [];
    if (found.type === 'array') return found.children ?? [];
    if (key === 'dependencies' && found.type !== 'object') return [found];
    this.#malformed(found, `"${key}" must be a list.`);
    return [];
  }

  #malformed(node: Node, message: string): undefined {
    const problem: TaskProblem = {
      severity: 'error',
      code: 'task-malformed',
      message,
      file: this.#file,
      ...this.#json.at(node),
    };
    const isKnown = this.problems.some(
      ({ line, column }) => line === problem.line && column === problem.column,
    );
    if (!isKnown) this.problems.push(problem);
    return undefined;
  }
}

/** The states of subtasks that are no steps. */
const LEFT_OUT = ['cancelled', 'deferred'] as const satisfies readonly Task['state'][];

/** Somebody has begun with it. */
const BEGUN = /^(?:in[- _]?progress|started|doing|active)$/iu;

/** Somebody has to look at the work done. */
const IN_REVIEW = /^(?:in[- _]?)?review(?:ing)?$/u;

const MAX_NESTED = 1000;

/** The number of the subtask that another one of the same task may mean: `2` and `4.2`, but not `5.2`. */
function numberWithin(task: string, { text }: Need): string {
  return text.startsWith(`${task}.`) ? text.slice(task.length + 1) : text;
}

function field(name: string, text: string): TaskField {
  return { name, text: flat(text) };
}
