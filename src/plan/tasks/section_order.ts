import { readUnitLabel } from '../outline/unit_label.ts';
import type { InferredNeed, TaskList } from './types.ts';

/** More pairs than this are not written out: then each task waits for the last one of the section before it. */
const MOST_PAIRS = 2_000;

/**
 * Tasks below headings such as "Phase 2" come after those below "Phase 1". What a task says itself of its needs goes before
 * that.
 */
export function* orderOfSections({ tasks, sections }: TaskList): Generator<InferredNeed> {
  const owners = ownersOf(sections);
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
    const waits = before.length * current.length > MOST_PAIRS ? before.slice(-1) : before;
    for (const on of waits)
      yield {
        task: index,
        on,
        reason: `${nameOf(sections, owners[tasks[on]?.section ?? -1])} before ${nameOf(sections, own)}`,
      };
  }
}

function nameOf(sections: TaskList['sections'], index = -1): string {
  const { number, title = '' } = sections[index] ?? {};
  return number === undefined ? title.slice(0, 40) : `part ${number}`;
}

/** For each section, the outermost one around it, or itself, whose heading is numbered as a part of a plan. */
function ownersOf(sections: TaskList['sections']): (number | undefined)[] {
  const above: { readonly level: number; readonly owner: number | undefined }[] = [];
  return sections.map(({ level, title, number, heading }, index) => {
    while ((above.at(-1)?.level ?? 0) >= level) above.pop();
    const { form, kind } = readUnitLabel(heading ?? title);
    const isPart = (form === 'word' && kind === 'phase' && number !== undefined) || form === 'time';
    const owner = above.at(-1)?.owner ?? (isPart ? index : undefined);
    above.push({ level, owner });
    return owner;
  });
}
