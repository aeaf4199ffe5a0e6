import { success } from '../../diagnostics/index.ts';
import { printable } from '../../lib/index.ts';
import type { TextLine } from '../document/blocks.ts';
import { backgroundSections } from './background_sections.ts';
import { listOfDocument, noTasks, outermostWithBox } from './document_list.ts';
import { gatesIn } from './gate_text.ts';
import type { Importer, Task, TaskField } from './importer.ts';
import type { ListDocument, ListItem } from './list_document.ts';
import { behindLabel, readListDocument } from './list_items.ts';
import { isAside, sectionRoles } from './list_roles.ts';
import { taskOf } from './list_task.ts';
import { leftOutNote } from './section_outcomes.ts';
import { drawnOrder } from './spec_kit_drawn.ts';
import { ownersOf, specKitOrder } from './spec_kit_order.ts';
import { statedInWords } from './spec_kit_stated.ts';

/**
 * The `tasks.md` of GitHub's Spec Kit (templates/tasks-template.md there): `- [ ] T012 [P] [US1] … in path`, under
 * headings for setup, foundation, each user story, and polish. `[P]` says that a task touches other files than those
 * beside it and needs none of them.
 */
export const specKit: Importer = {
  format: 'spec-kit',
  recognise: ({ text }) => {
    const count =
      text.match(/^[^\S\n]*(?:[-*+][^\S\n]*)?\[[ xX]\]\s+(?:\*\*)?T\d{3,}(?:[.-]\d+)*[A-Za-z]?\b/gmu)
        ?.length ?? 0;
    // A table of tasks, whose numbers are mentioned in lists below it, is the list of them.
    const rows = text.match(/^[^\S\n]*\|[\s*]*T\d{3,}(?:[.-]\d+)*[A-Za-z]?\b/gmu)?.length ?? 0;
    return count === 0 || rows > count
      ? undefined
      : `${count === 1 ? 'an item is' : `${count} items are`} numbered like T001`;
  },
  read: (source) => {
    const document = readListDocument(source);
    const roles = sectionRoles(document.sections);
    const withBox = outermostWithBox(document.items);
    const isNamed = ({ text }: ListItem) => ID.test(text.text);
    const named = new Set(withBox.filter(isNamed).map(({ section }) => section));
    // Boxes without a number, where no task of that section has one, are a checklist.
    const boxed = withBox.filter(
      (item) =>
        isNamed(item) || (named.has(item.section) && !isAside(roles[item.section])) || named.size === 0,
    );
    const ids = new Set(boxed.flatMap(({ text }) => ID.exec(text.text)?.groups?.id ?? []));
    // Where tasks have boxes, a mention of T005 in a section of dependencies is no task.
    const isRemark = ({ section }: ListItem) =>
      boxed.length > 0 && /^(?:Dependenc|Parallel)/iu.test(document.sections[section]?.title ?? '');
    const bare = document.items.filter(
      (item) =>
        item.box === undefined &&
        isNamed(item) &&
        !isRemark(item) &&
        // A mention in a section of a task that has a box elsewhere is a remark on that task.
        !ids.has(ID.exec(item.text.text)?.groups?.id ?? ''),
    );
    const items = [...boxed, ...bare].sort((a, b) => a.text.line - b.text.line);
    if (items.length === 0) return noTasks(source, '- [ ] T001 [P] [US1] Create the model in src/model.ts');
    const taken = new Set(items);
    // Lists under headings without a number explain how to read the file, so that they are not reported as lost.
    const owners = ownersOf(document.sections);
    const isWork = ({ section }: ListItem) =>
      document.sections[owners[section] as number]?.number !== undefined;
    const leftOut = document.items.filter(
      (item) =>
        !taken.has(item) &&
        outermostWithBox(item.children).length === 0 &&
        (isWork(item) || item.box !== undefined || isNamed(item)) &&
        !isRemark(item),
    );
    const tasks = items.map(taskIn);
    const stated = statedInWords(document, tasks, {
      owners,
      isTask: (item) => taken.has(item),
      drawn: drawnOrder(source, document.sections, owners),
      file: source.file,
    });
    const list = listOfDocument(
      document,
      {
        tasks: withNotes(
          source.text,
          document,
          withGoals(document, withCheckpoints(document, tasks), owners),
        ),
        leftOut,
      },
      source.file,
    );
    const outcomes = backgroundSections(document, tasks, {
      explained: EXPLAINED,
      kept: /^within each\b/iu,
    });
    return success({
      ...list,
      stated: stated.links,
      waived: stated.waived,
      problems: [
        ...list.problems,
        ...stated.problems,
        ...(tasks.some(({ state }) => state === 'open') ? leftOutNote(outcomes, source.file) : []),
      ],
      outcomes,
    });
  },
  order: specKitOrder,
};

/** Headings of the template over the marks of tasks, their order, and ways to go about them. */
const EXPLAINED =
  /^(?:format\b|dependenc|(?:phase|user story|task) dependenc|.*\b(?:execution|implementation) order|parallel|implementation strategy|mvp\b|incremental|(?:suggested )?.*team strategy|(?:task )?summary|total|overview of tasks|formato?\b|dependencias|dépendances|abhängigkeiten|estrategia|stratégie|зависимости|формат|依赖|格式|依存|フォーマット)/iu;

const ID =
  /^(?:\*\*)?(?<id>T(?:-?[A-Z]{0,3}\d{1,9}|-[A-Z]{1,3}\d{1,9})(?:[.-]\d{1,4})*[A-Za-z]?)(?![\p{L}\p{N}])(?:\*\*)?[:.]?\s*/u;

function taskIn(item: ListItem): Task {
  const match = ID.exec(item.text.text);
  const id = match?.groups?.id;
  return taskOf(item, { id, names: [], text: behindLabel(item.text, match?.[0] ?? '') });
}

/** Makes a section's checkpoint a gate of its last task, or of the last open one if any is open. */
function withCheckpoints({ sections }: ListDocument, tasks: readonly Task[]): Task[] {
  const places = tasks.map(({ section, state }, index) => ({ section, state, index }));
  const open = places.filter(({ state }) => state === 'open');
  const last = new Map([...places, ...open].map(({ section, index }) => [section, index]));
  const gates = new Map<number, string[]>();
  let owner = -1;
  for (const [index, { lines, number }] of sections.entries()) {
    // The tests and the implementation of a story have headings of their own below the story's.
    const own = last.get(index) ?? lastBelow(sections, index, last);
    owner = own ?? (number === undefined ? owner : -1);
    for (const paragraph of paragraphsOf(lines)) {
      const label = /^\*\*(?:Checkpoint|Independent Test)(?:\s*\([^)]*\))?:?\*\*:?\s*/iu.exec(paragraph)?.[0];
      if (label !== undefined)
        gates.set(owner, [...(gates.get(owner) ?? []), ...gatesIn(paragraph.slice(label.length))]);
    }
  }
  return tasks.map((task, index) => {
    // A checkpoint right below the last item is a field of it.
    const isCheck = ({ name }: TaskField) => /^(?:Checkpoint|Independent Test)$/iu.test(name);
    const own = task.others.filter(isCheck).flatMap(({ text }) => gatesIn(text));
    return {
      ...task,
      gates: [...task.gates, ...own, ...(gates.get(index) ?? [])],
      others: task.others.filter((field) => !isCheck(field)),
    };
  });
}

/** Adds the goal of a story, or the purpose of another phase, to each of its tasks, whose workers see nothing else of it. */
function withGoals(
  { sections }: ListDocument,
  tasks: readonly Task[],
  owners: readonly (number | undefined)[],
): Task[] {
  const goals = new Map<number | undefined, string>();
  for (const [index, { lines }] of sections.entries())
    for (const paragraph of paragraphsOf(lines)) {
      const label = GOAL.exec(paragraph)?.[0];
      if (label !== undefined && !goals.has(owners[index]))
        goals.set(owners[index], printable(paragraph.slice(label.length)));
    }
  return tasks.map((task) => {
    const text = goals.get(owners[task.section]);
    return text === undefined ? task : { ...task, others: [...task.others, { name: 'Section Goal', text }] };
  });
}

/** Adds a note right below a heading to each of the tasks there. */
function withNotes(source: string, { sections }: ListDocument, tasks: readonly Task[]): Task[] {
  const raw = source.split('\n');
  const notes = sections.map(({ line }, index) => {
    const own = raw.slice(line, (sections[index + 1]?.line ?? raw.length + 1) - 1);
    return own.flatMap((text) => {
      const label = NOTE.exec(text)?.[0];
      return label === undefined ? [] : [printable(text.slice(label.length).replace(/\*\*\s*$/u, ''))];
    });
  });
  return tasks.map((task) => {
    const own = notes[task.section] ?? [];
    const others = own.map((text) => ({ name: 'Section Note', text }));
    return own.length === 0 ? task : { ...task, others: [...task.others, ...others] };
  });
}

/** "> **NOTE: Write these tests first**": a rule for the tasks below the same heading. */
const NOTE = /^(?:>\s*)?\*\*(?:⚠️?\s*)?(?:NOTE|IMPORTANT)\b\s*:?(?:\*\*)?:?\s*/u;

const GOAL = /^\*\*(?:Goal|Purpose)(?:\s*\([^)]*\))?:?\*\*:?\s*(?=\S)/iu;

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
