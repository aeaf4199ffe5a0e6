import { readUnitLabel } from '../outline/unit_label.ts';
import type { InferredNeed, TaskList, TaskProblem } from './importer.ts';
import { shortText } from './short_text.ts';

/**
 * More pairs than this are not written out: then each task waits for the last one of the section before it, and a note says so.
 */
const MAX_PAIRS = 2_000;

/**
 * Tasks below headings such as "Phase 2" come after those below "Phase 1". Dependencies that a task states itself have priority.
 */
export function* orderOfSections(list: TaskList): Generator<InferredNeed> {
  const owners = ownersOf(list.sections);
  for (const { index, own, before, isCut } of tasksBehind(list, owners)) {
    for (const on of isCut ? before.slice(-1) : before)
      yield {
        task: index,
        on,
        reason: `${nameOf(list.sections, owners[list.tasks[on]?.section ?? -1])} before ${nameOf(list.sections, own)}`,
      };
  }
}

/** Notes that some tasks come only after the last one of the section before them, since there are too many. */
export function cutOrderNote(list: TaskList, file: string): TaskProblem[] {
  const cut = [...tasksBehind(list, ownersOf(list.sections))].filter(({ isCut }) => isCut);
  const first = list.tasks[cut[0]?.index ?? -1];
  if (first === undefined) return [];
  return [
    {
      ...{ severity: 'warning', code: 'order-unread', file, line: first.line, column: first.column },
      message: `${cut.length === 1 ? 'A task comes' : `${cut.length} tasks come`} only after the last one of the part before, because both parts have so many: from “${shortText(first.title)}” on.`,
      hint: 'Divide the parts into smaller ones, or say what these tasks depend on.',
    },
  ];
}

/** A task that comes after those of the part before, and whether these are too many to be named each. */
type TaskBehind = {
  readonly index: number;
  readonly own: number;
  readonly before: readonly number[];
  readonly isCut: boolean;
};

function* tasksBehind({ tasks }: TaskList, owners: readonly (number | undefined)[]): Generator<TaskBehind> {
  let before: number[] = [];
  let current: number[] = [];
  let owner: number | undefined;
  for (const [index, task] of tasks.entries()) {
    const own = owners[task.section];
    if (own === undefined) continue;
    if (own !== owner) {
      if (owner !== undefined) before = current;
      current = [];
      owner = own;
    }
    current.push(index);
    if (task.needs.length > 0 || task.isFree) continue;
    yield { index, own, before, isCut: before.length * current.length > MAX_PAIRS };
  }
}

function nameOf(sections: TaskList['sections'], index = -1): string {
  const { number, title = '' } = sections[index] ?? {};
  return number === undefined ? title.slice(0, 40) : `part ${number}`;
}

/** For each section, the outermost one around it, or itself, whose heading is numbered as a part of a plan. */
export function ownersOf(sections: TaskList['sections']): (number | undefined)[] {
  const above: { readonly level: number; readonly owner: number | undefined }[] = [];
  const counted = sectionsInTurn(sections);
  return sections.map(({ level, title, number, heading }, index) => {
    while ((above.at(-1)?.level ?? 0) >= level) above.pop();
    const { form, kind } = readUnitLabel(heading ?? title);
    const isPart =
      (form === 'word' && kind === 'phase' && number !== undefined) || form === 'time' || counted.has(index);
    const owner = above.at(-1)?.owner ?? (isPart ? index : undefined);
    above.push({ level, owner });
    return owner;
  });
}

/** Sections below one heading, if these are numbered in turn: "1. Setup", "2. Models". */
function sectionsInTurn(sections: TaskList['sections']): ReadonlySet<number> {
  const above: { readonly level: number; readonly index: number }[] = [];
  const numbered = new Map<number, number[]>();
  for (const [index, { level, title, heading }] of sections.entries()) {
    while ((above.at(-1)?.level ?? 0) >= level) above.pop();
    const parent = above.at(-1)?.index ?? -1;
    above.push({ level, index });
    if (readUnitLabel(heading ?? title).form !== 'number') continue;
    const own = numbered.get(parent);
    if (own === undefined) numbered.set(parent, [index]);
    else own.push(index);
  }
  const inTurn = [...numbered.values()].filter((own) => {
    const first = Number(sections[own[0] ?? -1]?.number);
    return (
      own.length > 1 &&
      first <= 1 &&
      own.every((index, place) => Number(sections[index]?.number) === first + place)
    );
  });
  return new Set(inTurn.flat());
}
