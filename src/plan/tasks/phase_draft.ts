import { printable, printableLine } from '../../lib/index.ts';
import { foldedTitle, type PhaseDraft } from '../document/index.ts';
import { textPieces } from '../document/step_text.ts';
import type { Task, TaskField } from './importer.ts';
import type { Link } from './link_tasks.ts';

/** A task with its place in the plan. */
export type PlacedTask = {
  readonly task: Task;
  readonly id: string;
  readonly links: readonly Link[];
  /** Words about dependencies that name no task. */
  readonly remarks: readonly string[];
  /** Tasks it depends on that are done, as the plan names them. */
  readonly alreadyDone: readonly string[];
  readonly section: string;
};

/** Makes phases of tasks. Nothing is added to the source except what is marked as inferred. */
export function phaseDrafts(placed: readonly PlacedTask[]): PhaseDraft[] {
  const ids = placed.map(({ id }) => id);
  const titles = distinctTitles(placed);
  return placed.map(({ task, id, links, remarks, alreadyDone, section }, index) => {
    const title = titles[index] ?? '';
    const { hours, complexity, files } = task;
    const isDone = task.state === 'done';
    return {
      id,
      title,
      goal: oneLineText(task.goal ?? task.title),
      ...(hours !== undefined && hours >= 0 && { hours }),
      ...(complexity !== undefined &&
        oneLineText(complexity) !== '' && { complexity: oneLineText(complexity) }),
      ...(files && { files: files.paths.map((path) => ({ path })) }),
      ...(files && files.areAll !== true && files.paths.length > 0 && { filesExpected: true as const }),
      dependencies: links.map((link) => ({ id: ids[link.on] ?? '', ...noteOf(link) })),
      steps: [...(isDone ? (task.stepsDone ?? []) : []), ...task.steps]
        .map(lines)
        .filter((step) => step !== ''),
      gates: task.gates.map((text) => ({ text: oneLineText(text), checked: isDone })),
      ...task.told,
      others: [
        ...(section === '' ? [] : [{ name: 'Section', text: oneLineText(section) }]),
        ...task.others.flatMap(otherField),
        ...(isDone ? [] : (task.stepsDone ?? []).flatMap(doneField)),
        ...alreadyDone.map((name) => ({ name: 'Already Done', text: oneLineText(name) })),
        ...remarks.map((text) => ({ name: 'Remark', text: oneLineText(text) })),
        ...(isDone ? [{ name: 'Status', text: 'done' }] : []),
      ],
    };
  });
}

/** A field with the names of a task's finished steps: there is nothing to do in them, but they may be looked at. */
function doneField(step: string): TaskField[] {
  const [name = ''] = lines(step).split('\n', 1);
  return name === '' ? [] : [{ name: 'Already Done', text: name }];
}

/** A title used twice would leave its owner open; the second gets its id after it. */
function distinctTitles(placed: readonly PlacedTask[]): string[] {
  const taken = new Set<string>();
  const ids = new Set(placed.map(({ id }) => `phase ${id}`.toLowerCase()));
  return placed.map(({ task, id }) => {
    const title = shortened(oneLineText(task.title));
    const own =
      taken.has(foldedTitle(title)) || ids.has(foldedTitle(title)) ? `${title} – task ${id}` : title;
    taken.add(foldedTitle(own));
    return own;
  });
}

/** A whole paragraph is no title; the goal contains all of it. */
function shortened(text: string): string {
  if (text.length <= LONGEST_TITLE) return text;
  const cut = text.slice(0, LONGEST_TITLE).replace(/ \S*$/u, '');
  return `${cut.replace(/`[^`]*$/u, (tail) => ((cut.match(/`/gu)?.length ?? 0) % 2 === 1 ? tail.slice(1) : tail))}…`;
}

const LONGEST_TITLE = 120;

function noteOf({ reason, note }: Link): { readonly note?: string } {
  const said = [
    ...(reason === undefined ? [] : [`inferred: ${reason}`]),
    ...(note === undefined ? [] : [note]),
  ];
  return said.length === 0 ? {} : { note: inBrackets(said.join('; ')) };
}

/** Text for brackets after a name, without signs that could end the brackets or open a code span. */
function inBrackets(text: string): string {
  const flat = oneLineText(text).replace(/[`()]/gu, '');
  return isBalanced(flat) ? flat : flat.replace(/[[\]{}]/gu, '');
}

function isBalanced(text: string): boolean {
  let depth = 0;
  for (const mark of text.match(/[[\]{}]/gu) ?? []) {
    depth += '[{'.includes(mark) ? 1 : -1;
    if (depth < 0) return false;
  }
  return depth === 0;
}

function otherField({ name, text }: TaskField): TaskField[] {
  const said = lines(text);
  // A star would end the name early, and so would a colon.
  const called = oneLineText(name.replace(/[*:：]/gu, ' '));
  return said === '' || called === '' ? [] : [{ name: called, text: said }];
}

/** Text on one line, without control sequences for a terminal. */
function oneLineText(text: string): string {
  return printableLine(text);
}

/** Like {@link oneLineText}, but lines that begin with a dash stay lines, and blocks of code and tables stay as they are. */
function lines(text: string): string {
  return textPieces(text)
    .flatMap(({ kind, text: piece }, index) => {
      if (kind === 'verbatim') return [printable(piece)];
      const line = oneLineText(piece);
      return line === '' || line === '-' ? [] : [kind === 'dash' || index > 0 ? `- ${line}` : line];
    })
    .join('\n');
}
