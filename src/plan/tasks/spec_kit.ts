import { success } from '../../diagnostics/index.ts';
import type { TextLine } from '../document/blocks.ts';
import { listOfDocument, noTasks, outermostWithBox } from './document_list.ts';
import { gatesIn } from './gate_text.ts';
import { behindLabel, type ListDocument, type ListItem, readListDocument } from './list_items.ts';
import { taskOf } from './list_task.ts';
import type { Importer, InferredNeed, Task, TaskField, TaskList } from './types.ts';

/**
 * The `tasks.md` of GitHub's Spec Kit (templates/tasks-template.md there): `- [ ] T012 [P] [US1] … in path`, under
 * headings for setup, foundation, each user story, and polish. `[P]` says that a task touches other files than those
 * beside it and needs none of them.
 */
export const specKit: Importer = {
  format: 'spec-kit',
  recognise: ({ text }) => {
    const count = text.match(/^\s*[-*+]?\s*\[[ xX]\]\s+(?:\*\*)?T\d{3,}\b/gmu)?.length ?? 0;
    return count === 0
      ? undefined
      : `${count === 1 ? 'an item is' : `${count} items are`} numbered as T001 is`;
  },
  read: (source) => {
    const document = readListDocument(source);
    const boxed = outermostWithBox(document.items);
    const bare = document.items.filter(({ box, text }) => box === undefined && ID.test(text.text));
    const items = [...boxed, ...bare].sort((a, b) => a.text.line - b.text.line);
    if (items.length === 0) return noTasks(source, '- [ ] T001 [P] [US1] Create the model in src/model.ts');
    const taken = new Set(items);
    // Lists under headings without a number say how the file is to be read; nobody misses them.
    const owners = ownersOf(document.sections);
    const isWork = ({ section }: ListItem) => document.sections[owners[section] ?? -1]?.number !== undefined;
    const leftOut = document.items.filter(
      (item) => !taken.has(item) && outermostWithBox(item.children).length === 0 && isWork(item),
    );
    const tasks = items.map(taskIn);
    return success(
      listOfDocument(document, { tasks: withCheckpoints(document, tasks), leftOut }, source.file),
    );
  },
  order: (list) => order(list),
};

const ID = /^(?:\*\*)?(?<id>T\d{1,9}[a-z]?)\b(?:\*\*)?[:.]?\s*/u;

function taskIn(item: ListItem): Task {
  const match = ID.exec(item.text.text);
  const id = match?.groups?.id;
  return taskOf(item, { id, names: [], text: behindLabel(item.text, match?.[0] ?? '') });
}

/** What a section says of how to tell that it is done becomes a gate of its last task. */
function withCheckpoints({ sections }: ListDocument, tasks: readonly Task[]): Task[] {
  const last = new Map(tasks.map((task, index) => [task.section, index]));
  const gates = new Map<number, string[]>();
  let owner: number | undefined;
  for (const [index, { lines, number }] of sections.entries()) {
    // The tests and the implementation of a story have headings of their own below the story's.
    owner = last.get(index) ?? (number === undefined ? owner : lastBelow(sections, index, last));
    if (owner === undefined) continue;
    for (const paragraph of paragraphsOf(lines)) {
      const label = /^\*\*(?:Checkpoint|Independent Test)(?:\s*\([^)]*\))?:?\*\*:?\s*/iu.exec(paragraph)?.[0];
      if (label !== undefined)
        gates.set(owner, [...(gates.get(owner) ?? []), ...gatesIn(paragraph.slice(label.length))]);
    }
  }
  return tasks.map((task, index) => {
    // One that stands right below the last item is a field of it.
    const isCheck = ({ name }: TaskField) => /^(?:Checkpoint|Independent Test)$/iu.test(name);
    const own = task.others.filter(isCheck).flatMap(({ text }) => gatesIn(text));
    return {
      ...task,
      gates: [...task.gates, ...own, ...(gates.get(index) ?? [])],
      others: task.others.filter((field) => !isCheck(field)),
    };
  });
}

/** Lines one below the other are a paragraph, but bold words begin one. */
function paragraphsOf(lines: readonly TextLine[]): string[] {
  const paragraphs: string[] = [];
  for (const [index, { text, line }] of lines.entries()) {
    const goesOn = lines[index - 1]?.line === line - 1 && !text.startsWith('**');
    paragraphs.push(goesOn ? `${paragraphs.pop()} ${text}` : text);
  }
  return paragraphs;
}

function lastBelow(
  sections: ListDocument['sections'],
  index: number,
  last: ReadonlyMap<number, number>,
): number | undefined {
  const level = sections[index]?.level ?? 0;
  let found: number | undefined;
  for (let below = index + 1; (sections[below]?.level ?? 0) > level; below++)
    found = last.get(below) ?? found;
  return found;
}

type Kind = 'setup' | 'foundation' | 'story' | 'other';

function kindOf(title: string): Kind {
  if (/\buser stor(?:y|ies)\b|\bUS\d+\b/iu.test(title)) return 'story';
  if (/\bfoundation(?:al|s)?\b|\bblocking\b/iu.test(title)) return 'foundation';
  return /^set-?\s?up\b/iu.test(title) ? 'setup' : 'other';
}

/** Tasks under one numbered heading, those below its own headings included. */
type Group = { readonly kind: Kind; readonly title: string; readonly tasks: number[] };

function groupsOf({ sections, tasks }: TaskList): Group[] {
  const groups = new Map<number, Group>();
  const owners = ownersOf(sections);
  for (const [index, task] of tasks.entries()) {
    const owner = owners[task.section] ?? -1;
    const title = sections[owner]?.title ?? '';
    const group = groups.get(owner) ?? { kind: kindOf(title), title, tasks: [] };
    groups.set(owner, group);
    group.tasks.push(index);
  }
  return [...groups.values()];
}

/** For each heading, the outermost one above it that has a number or tells what it is for, and else itself. */
function ownersOf(sections: TaskList['sections']): number[] {
  const above: { readonly level: number; readonly owner: number | undefined }[] = [];
  return sections.map(({ level, number, title }, index) => {
    while ((above.at(-1)?.level ?? 0) >= level) above.pop();
    // A feature's name may have the words of a story or a foundation, and stands over all of its tasks.
    const isPart = number !== undefined || (kindOf(title) !== 'other' && !isTitle(sections, index));
    const owner = above.at(-1)?.owner ?? (isPart ? index : undefined);
    above.push({ level, owner });
    return owner ?? index;
  });
}

/** Whether a heading stands over all others. */
function isTitle(sections: TaskList['sections'], index: number): boolean {
  const [first, ...rest] = sections;
  return index === 0 && rest.every(({ level }) => level > (first?.level ?? 0));
}

/**
 * Setup comes first, then the foundation, then the stories beside each other, and whatever else is there after all that
 * stand before it. Within each of these, a task marked [P] comes after the last one above that is not, and one that is
 * not comes after all above.
 */
function* order(list: TaskList): Generator<InferredNeed> {
  const { tasks } = list;
  const within: InferredNeed[] = [];
  const groups = groupsOf(list).map((group) => {
    const own = [...orderWithin(group, tasks)];
    within.push(...own);
    const inGroup = new Set(group.tasks);
    const told = group.tasks.flatMap((task) => toldWithin(tasks, task, inGroup));
    return { ...group, ...ends(group.tasks, [...own, ...told]) };
  });
  yield* within;
  for (const [index, { kind, title, first }] of groups.entries()) {
    const blocking = lastBefore(groups.slice(0, index), kind);
    for (const other of blocking)
      for (const task of first)
        for (const on of other.last)
          yield { task, on, reason: `${phraseOf(other.title)} before ${phraseOf(title)}` };
  }
}

/** What a group waits for itself; the rest stands before that. Stories do not wait for each other. */
function lastBefore<Each extends Group>(before: readonly Each[], kind: Kind): readonly Each[] {
  const other = before.findLastIndex((group) => group.kind !== 'story');
  const stories = before.slice(other + 1);
  return kind === 'story' || stories.length === 0 ? before.slice(other, other + 1) : stories;
}

function phraseOf(title: string): string {
  const short = title.split(/\s[-–—(]|:/u)[0]?.trim() ?? '';
  return short === '' ? 'what stands above' : short;
}

function* orderWithin({ tasks: own }: Group, tasks: readonly Task[]): Generator<InferredNeed> {
  let above: number | undefined;
  let beside: number[] = [];
  for (const index of own) {
    const task = tasks[index];
    const isParallel = task?.pace?.value === 'parallel';
    const id = task?.id ?? 'it';
    if (task !== undefined && task.needs.length === 0 && !task.isFree) {
      if (isParallel) {
        if (above !== undefined)
          yield { task: index, on: above, reason: `${tasks[above]?.id ?? 'it'} is not marked [P]` };
      } else
        for (const on of beside.length > 0 ? beside : above === undefined ? [] : [above])
          yield { task: index, on, reason: `${id} is not marked [P]` };
    }
    if (isParallel) beside.push(index);
    else {
      above = index;
      beside = [];
    }
  }
}

/** What a task says itself, as far as it names tasks of its group by their ids. */
function toldWithin(tasks: readonly Task[], task: number, group: ReadonlySet<number>): InferredNeed[] {
  const { needs = [] } = tasks[task] ?? {};
  const said = needs.map(({ text }) => text).join(' ');
  const named = new Set(said.match(/\bT\d+[a-z]?\b/gu) ?? []);
  if (named.size === 0) return [];
  return [...group].flatMap((on) => (named.has(tasks[on]?.id ?? '') ? [{ task, on, reason: '' }] : []));
}

/** The tasks of a group that wait for none of it, and those that none of it waits for. */
function ends(own: readonly number[], edges: readonly InferredNeed[]): { first: number[]; last: number[] } {
  const waiting = new Set(edges.map(({ task }) => task));
  const waitedFor = new Set(edges.map(({ on }) => on));
  return {
    first: own.filter((task) => !waiting.has(task)),
    last: own.filter((task) => !waitedFor.has(task)),
  };
}
