import { success } from '../../diagnostics/index.ts';
import { backgroundSections } from './background_sections.ts';
import { listOfDocument, noTasks, outermostWithBox } from './document_list.ts';
import { saysNoNeed } from './document_order.ts';
import type { Importer, InferredNeed, Task, TaskList, TaskSection } from './importer.ts';
import type { ListItem } from './list_document.ts';
import { behindLabel, readListDocument } from './list_items.ts';
import { taskOf } from './list_task.ts';
import { ORDER_OF_NUMBERS } from './number_order.ts';
import { takeRemarks } from './remarks.ts';

/**
 * The `tasks.md` of an OpenSpec change (openspec/changes/<name>/tasks.md in Fission-AI/OpenSpec): `## 1. Section` over
 * `- [ ] 1.1 …`. It has no mark for parallel tasks; its numbers are an order of work.
 */
export const openspec: Importer = {
  format: 'openspec',
  recognise: ({ text }) => {
    const sections =
      text.match(/^#{2,4}\s+(?:\d+[.:)]|(?:Phase |Stage |Part )?\d+\.\d+[.:)]?)\s+\S/gmu)?.length ?? 0;
    // `12.1-01-PLAN.md` is the file of a plan.
    const items =
      text.match(/^[^\S\n]*[-*+][^\S\n]+\[[ xX]\]\s+(?:\*\*)?\d+\.\d+(?![\d-]|\.\d+-)\b/gmu)?.length ?? 0;
    // A plan of tasks with headings of their own may have such a list at its end.
    const tasks = text.match(/^#{2,4}[^\S\n]+Task\s+\d+\s*[:.–—-]/gmu)?.length ?? 0;
    return sections === 0 || items === 0 || tasks > sections
      ? undefined
      : 'it has numbered sections over items such as 1.1';
  },
  read: (source) => {
    const document = readListDocument(source);
    const items = outermostWithBox(document.items);
    if (items.length === 0)
      return noTasks(source, '- [ ] 1.1 Create the model, under a heading ## 1. Models');
    const taken = new Set(items);
    const leftOut = document.items.filter(
      (item) => !taken.has(item) && outermostWithBox(item.children).length === 0,
    );
    const tasks = withNeedsOfSections(items.map(taskIn), document.sections);
    return success({
      ...listOfDocument(document, { tasks, leftOut }, source.file),
      outcomes: backgroundSections(document, tasks, { given: givenSections(document.sections, tasks) }),
    });
  },
  order,
};

/** The sections whose tasks are done, and facts that the others build on: "## 0. Dependencies" holds what is there already. */
function givenSections(sections: readonly TaskSection[], tasks: readonly Task[]): ReadonlySet<number> {
  const open = new Set(tasks.filter(({ state }) => state !== 'done').map(({ section }) => section));
  const done = new Set(tasks.map(({ section }) => section).filter((section) => !open.has(section)));
  return new Set(
    [...done].filter((section) => {
      const { number, title = '' } = sections[section] ?? {};
      return number === '0' || GIVEN.test(title);
    }),
  );
}

const GIVEN = /^(?:prerequisites?|preconditions?|dependenc(?:y|ies)|requirements?|baseline|existing\b)/iu;

const ID = /^(?:\*\*)?(?<id>\d{1,9}(?:\.\d{1,9})+[a-z]?|\d{1,9}(?=[.)]))\b(?:\*\*)?[.:)]?\s+/u;

function taskIn(item: ListItem): Task {
  const match = ID.exec(item.text.text);
  const id = match?.groups?.id ?? item.number;
  return taskOf(item, { id, names: [], text: behindLabel(item.text, match?.[0] ?? '') });
}

/** "## 4. Reader (depends on 2.1 + 3.x)": the first task below waits, and the others wait for that one. */
function withNeedsOfSections(tasks: readonly Task[], sections: readonly TaskSection[]): Task[] {
  const seen = new Set<number>();
  return tasks.map((task) => {
    const section = sections[task.section];
    if (section === undefined || seen.has(task.section)) return task;
    seen.add(task.section);
    const { needs } = takeRemarks({ text: section.title, line: section.line, column: section.column });
    const own = needs
      .filter(({ isFirm }) => isFirm)
      .map((need) => ({
        ...need,
        // A whole number is a section here, and so is the text before ".x".
        text: need.text
          .replace(/\b(\d+)\.[x*](?!\w)/gu, 'phase $1')
          .replace(/(?<![\w.])(\d+)(?:\s*[-–]\s*(\d+))?(?![\w.])(?<!phase \d+)/gu, (_, from, to) =>
            to === undefined ? `phase ${from}` : `phases ${from}-${to}`,
          ),
      }));
    return own.length === 0 || task.needs.length > 0 ? task : { ...task, needs: own };
  });
}

/**
 * Puts each task after all above it, and so each section after the one before. Where a section states its dependencies, its tasks
 * wait for nothing else.
 */
function* order({ tasks, sections }: TaskList): Generator<InferredNeed> {
  /** The tasks above that no silent one waits for; those of an independent section are apart. */
  let ends: number[] = [];
  let own: number[] | undefined;
  for (const [index, task] of tasks.entries()) {
    const isSilent = saysNoNeed(task) && !task.isFree && task.pace?.value !== 'parallel';
    const isFirst = task.section !== tasks[index - 1]?.section;
    if (isFirst && own !== undefined) {
      ends = [...ends, ...own];
      own = undefined;
    }
    if (isFirst && !saysNoNeed(task)) own = [];
    const waits = own ?? ends;
    if (isSilent)
      for (const on of waits) yield { task: index, on, reason: reasonOf(sections, tasks[on] as Task, task) };
    const left = isSilent ? [index] : [...waits, index];
    if (own === undefined) ends = left;
    else own = left;
  }
}

function reasonOf(sections: TaskList['sections'], above: Task, { section }: Task): string {
  const [before, own] = [sections[above.section], sections[section]];
  if (before === undefined || own === undefined || before === own) return ORDER_OF_NUMBERS;
  return `section ${before.number ?? before.title} before ${own.number ?? own.title}`;
}
