import { foldedId, foldedTitle } from '../document/index.ts';
import type { Need, TaskList } from './importer.ts';

/** The meaning of a need. Tasks are named by index. */
export type Meaning =
  /** `why` gives the reason for the match, where the name is not the task's own. */
  | { readonly kind: 'tasks'; readonly tasks: readonly number[]; readonly why: string | undefined }
  | { readonly kind: 'nobody' }
  | { readonly kind: 'unclear'; readonly name: string; readonly tasks: readonly number[] }
  | { readonly kind: 'unknown'; readonly name: string };

/** The tasks of a list by their names. */
export class TaskNames {
  readonly #list: TaskList;
  readonly #ids = new Map<string, number[]>();
  readonly #titles = new Map<string, number[]>();
  readonly #words = new Map<string, number[]>();
  readonly #sections = new Map<string, number[]>();

  constructor(list: TaskList) {
    this.#list = list;
    const bySection: number[][] = list.sections.map(() => []);
    for (const [index, task] of list.tasks.entries()) {
      for (const name of new Set([task.id ?? '', ...task.names].map(foldedId))) add(this.#ids, name, index);
      add(this.#titles, foldedTitle(task.title), index);
      for (const word of new Set(wordsIn(task.title))) add(this.#words, word, index);
      bySection[task.section]?.push(index);
    }
    for (const [index, { title, number }] of list.sections.entries()) {
      const tasks = bySection[index] ?? [];
      if (number !== undefined) addAll(this.#sections, `phase ${number}`, tasks);
      const name = title.split(/\s[-–—(]/u)[0] ?? title;
      for (const each of new Set([foldedTitle(title), foldedTitle(name)]))
        addAll(this.#sections, each, tasks);
    }
  }

  /** The meanings of a task's need, taken as one name, or else as several. */
  meaningsOf({ text }: Need, task: number): Meaning[] {
    const whole = this.#called(nameIn(text), task);
    if (whole !== undefined) return [whole];
    const parts = text.split(/\s*[,;&+]\s*|\s+(?:and|plus)\s+/iu).filter((part) => part !== '');
    return parts.map((part) => this.#meaningOf(nameIn(part), task));
  }

  #meaningOf(name: string, task: number): Meaning {
    return this.#called(name, task) ?? this.#byWords(name, task) ?? { kind: 'unknown', name };
  }

  /** Resolves a name that leaves no doubt: id, number, range, section, title. */
  #called(name: string, task: number): Meaning | undefined {
    if (NOBODY.test(name)) return { kind: 'nobody' };
    if (/^(?:the )?(?:previous|preceding|prior)(?: (?:task|step|one|item))?$/iu.test(name))
      return task === 0 ? { kind: 'nobody' } : sure([task - 1]);
    if (ALL_BEFORE.test(name)) return sure(Array.from({ length: task }, (_, index) => index));
    const byId = this.#byId(name, task);
    if (byId !== undefined) return byId;
    const range = RANGE.exec(name)?.groups;
    if (range !== undefined) {
      const { phase, from: first, to: last } = range;
      if (phase !== undefined && [first, last].some((number) => this.#sections.has(`phase ${number}`)))
        return this.#inPhases(range, task);
      const ends = [this.#byId(range.from ?? '', task), this.#byId(range.to ?? '', task)];
      const places = ends.map((end) => (end?.kind === 'tasks' ? end.tasks[0] : undefined));
      const [from = Number.POSITIVE_INFINITY, to = -1] = places;
      if (from <= to) return sure(Array.from({ length: to - from + 1 }, (_, step) => from + step));
    }
    const titled = this.#titles.get(foldedTitle(name));
    if (titled !== undefined) return one(name, titled, task, undefined);
    const inSection = this.#sections.get(foldedTitle(name));
    return inSection === undefined
      ? undefined
      : { kind: 'tasks', tasks: inSection.filter((other) => other !== task), why: `the tasks of “${name}”` };
  }

  /** The tasks of "phases 1-3", where these are the numbers of headings. */
  #inPhases({ from, to }: Readonly<Record<string, string | undefined>>, task: number): Meaning | undefined {
    if (!this.#sections.has(`phase ${from}`) || !this.#sections.has(`phase ${to}`)) return undefined;
    // A phase between them may be empty.
    const tasks = this.#list.sections.flatMap(({ number }) =>
      Number(number) >= Number(from) && Number(number) <= Number(to)
        ? (this.#sections.get(`phase ${number}`) ?? [])
        : [],
    );
    if (tasks.length === 0) return undefined;
    const why = `the tasks of phases ${from} to ${to}`;
    return { kind: 'tasks', tasks: tasks.filter((other) => other !== task), why };
  }

  #byId(name: string, task: number): Meaning | undefined {
    const places = this.#ids.get(foldedId(name.replace(/^(?:(?:task|step|item)s? ?)?#? ?/iu, '')));
    if (places === undefined) return undefined;
    const { tasks } = this.#list;
    const here = places.filter((place) => tasks[place]?.section === tasks[task]?.section);
    return one(name, here.length === 1 ? here : places, task, undefined);
  }

  /** Resolves a name by words of a title: those of one task only, or of only one among the tasks before. */
  #byWords(name: string, task: number): Meaning | undefined {
    const words = [...new Set(wordsIn(name))];
    if (words.length === 0) return undefined;
    const lists = words.map((word) => this.#words.get(word) ?? []);
    const shortest = lists.reduce((least, list) => (list.length < least.length ? list : least));
    if (shortest.length > MAX_WITH_A_WORD) return { kind: 'unclear', name, tasks: shortest };
    const all = shortest.filter((place) => place !== task && lists.every((list) => holds(list, place)));
    if (all.length === 0) return undefined;
    const before = all.filter((place) => place < task);
    const why = `its title has “${name}”`;
    if (all.length > 1 && before.length === 1)
      return { kind: 'tasks', tasks: before, why: `of the tasks before it, only its title has “${name}”` };
    return one(name, before.length > 0 ? before : all, task, why);
  }
}

/** A name shared by this many tasks says nothing; searching all of them for every name would take far too long. */
const MAX_WITH_A_WORD = 1000;

/** The task with a name that several share: another one than the task that uses it. */
function one(name: string, tasks: readonly number[], task: number, why: string | undefined): Meaning {
  const others = tasks.length > 1 ? tasks.filter((other) => other !== task) : tasks;
  return others.length === 1
    ? { kind: 'tasks', tasks: others, why }
    : { kind: 'unclear', name, tasks: others };
}

/** Whether an ascending list has a number. */
function holds(list: readonly number[], wanted: number): boolean {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return list[low] === wanted;
}

function sure(tasks: readonly number[]): Meaning {
  return { kind: 'tasks', tasks, why: undefined };
}

const NOBODY = /^(?:none|nothing|no one|nobody|n\/?a|-|–|—|no dependenc(?:y|ies))?$/iu;
const ALL_BEFORE =
  /^(?:all|everything|every)(?: of)?(?: the)?(?: (?:above|before|previous|preceding|prior|earlier|other))?(?: (?:tasks?|steps?|items?))?(?: (?:above|before))?$/iu;
const RANGE =
  /^(?:(?:tasks?|steps?|items?|(?<phase>phases?)) ?)?#?(?<from>[A-Z]{0,4}-?\d+(?:\.\d+)*) ?(?:-|–|—|\.\.\.?|…|to|through|thru) ?#?(?<to>[A-Z]{0,4}-?\d+(?:\.\d+)*)$/iu;

/** A name without quotes, marks and the words around it. */
function nameIn(text: string): string {
  return text
    .replace(/[`*"“”'‘’]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim()
    .replace(/^(?:the |completion of |and )+/iu, '')
    .replace(/ (?:(?:is|are|being) )?(?:completed?|done|finished|ready|first|exists?)$/iu, '')
    .replace(/[.:]$/u, '')
    .replace(/(\S) (?:task|step)$/iu, '$1');
}

/** Words that can distinguish tasks, in a form in which singular and plural are the same. */
function wordsIn(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];
  return words.filter((word) => !SMALL.has(word)).map(singular);
}

function singular(word: string): string {
  if (word.length < 4 || !word.endsWith('s') || word.endsWith('ss')) return word;
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  return word.slice(0, /(?:ss|x|sh|tch)es$/u.test(word) ? -2 : -1);
}

const SMALL: ReadonlySet<string> = new Set(
  'a an the of for to in on with and or by from at as is are be all'.split(' '),
);

function add(map: Map<string, number[]>, key: string, index: number): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [index]);
  else list.push(index);
}

function addAll(map: Map<string, number[]>, key: string, tasks: readonly number[]): void {
  for (const task of tasks) add(map, key, task);
}
