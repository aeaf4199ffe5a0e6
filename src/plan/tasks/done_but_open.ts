import { foldedId } from '../document/references.ts';
import { openBoxesOf } from '../outline/open_boxes.ts';
import { type Section, withBelow } from '../outline/outline.ts';
import type { OverviewState } from '../outline/overview.ts';
import type { Surveyed } from '../outline/survey.ts';
import { boxOf } from '../outline/survey.ts';
import type { TickedNames } from '../outline/ticked_names.ts';
import { REST_HEADING, STATES_REMAINDER } from '../words/claim_words.ts';
import { whyClosed } from '../words/closed_headings.ts';
import { withoutDoneMarks } from '../words/done_marks.ts';
import { bareHeading, sectionRole } from '../words/section_roles.ts';
import type { Task, TaskProblem } from './importer.ts';
import { listOf, nameOf } from './link_tasks.ts';
import { isMostlyTicked, type PhaseTask } from './phase_task.ts';
import { shortText } from './short_text.ts';

/**
 * Warns that something is said to be done above open tick boxes. The heading is believed, since people tick off parts and forget
 * the boxes, but somebody has to look.
 *
 * @param tasks - the tasks of the units, in their order
 */
export function doneButOpen(
  units: readonly Surveyed[],
  tasks: readonly Pick<Task, 'state'>[],
  file: string,
): TaskProblem[] {
  const found = units.flatMap(({ section }, index) => {
    const { counting, contradicted } = openBoxesOf(section);
    const isDone = tasks[index]?.state === 'done' && counting > 0;
    return isDone ? [...contradicted, { section, count: counting }] : contradicted;
  });
  const sorted = found.sort((a, b) => a.section.line - b.section.line);
  const [first] = sorted;
  if (first === undefined) return [];
  const named = sorted
    .slice(0, MAX_NAMED)
    .map(({ section, count }) => `“${shortText(section.heading.text)}” (line ${section.line}: ${count})`);
  const more = sorted.length - named.length;
  return [
    {
      severity: 'warning',
      code: 'done-but-open',
      message: `Marked as done above open tick boxes, and treated as done: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
      file,
      line: first.section.line,
      column: 1,
      hint: 'Tick the boxes, or remove the mark from the heading.',
    },
  ];
}

/**
 * Warns that parts are marked as done above lists in which some boxes are ticked and some are not, and that they were treated as
 * open.
 *
 * @param tasks - the tasks of the units, in their order
 */
export function doneButKept(units: readonly Surveyed[], tasks: readonly Task[], file: string): TaskProblem[] {
  const found = tasks.filter((task, index) => task.state === 'open' && units[index]?.label.state === 'done');
  const [first] = found;
  if (first === undefined) return [];
  return [
    {
      severity: 'warning',
      code: 'done-but-open',
      message: `Marked as done above lists with open boxes, and treated as open: ${listOf(found)}.`,
      file,
      line: first.line,
      column: first.column,
      hint: 'Tick the boxes, or remove the mark from the heading.',
    },
  ];
}

/**
 * Warns that parts are said to be done while their own text mentions something left: "DONE", over "only the tests are missing".
 *
 * @param tasks - the tasks of the units, in their order
 */
export function doneButLeft(
  units: readonly Surveyed[],
  tasks: readonly Pick<Task, 'state'>[],
  file: string,
): TaskProblem[] {
  const found = units.flatMap(({ section }, index) =>
    tasks[index]?.state === 'done'
      ? [...withBelow(section)].flatMap((each) => [
          ...(each === section ? [] : headingOfRest(each)),
          ...linesOfRest(each),
        ])
      : [],
  );
  const [first] = found;
  if (first === undefined) return [];
  const named = found.slice(0, MAX_NAMED).map(({ text, line }) => `“${shortText(text)}” (line ${line})`);
  const more = found.length - named.length;
  return [
    {
      severity: 'warning',
      code: 'done-but-open',
      message: `In parts that were treated as done, the text mentions work that is left: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
      file,
      line: first.line,
      column: 1,
      hint: 'Remove the mark from the heading, or make what is left a part.',
    },
  ];
}

/**
 * Warns that items of a list beside the parts are marked as done, while the parts have no mark of their own: the parts can be the
 * same work, described in detail.
 */
export function markedElsewhere(
  surveyed: readonly Surveyed[],
  units: readonly Surveyed[],
  isInside: (index: number) => boolean,
  file: string,
): TaskProblem[] {
  const isSilent = ({ total, label, hasStatus }: Surveyed) =>
    total.openBoxes + total.doneBoxes === 0 && label.state === undefined && !hasStatus;
  if (!units.some(isSilent)) return [];
  const found = surveyed.flatMap(({ section, role, label }) => {
    if (isInside(section.index) || role === 'done' || label.state !== undefined) return [];
    const marked = section.blocks.filter(
      (block) =>
        block.kind === 'text' && block.isItem && block.depth === 1 && MARKED.test(block.lines[0]?.text ?? ''),
    );
    return marked.length < MIN_MARKED ? [] : [{ section, count: marked.length }];
  });
  const [first] = found;
  if (first === undefined) return [];
  const named = found
    .slice(0, MAX_NAMED)
    .map(({ section, count }) => `“${shortText(section.heading.text)}” (line ${section.line}: ${count})`);
  return [
    {
      severity: 'warning',
      code: 'said-done',
      message: `List items outside the parts are marked as done: ${named.join(', ')}. Check whether they describe the same work as parts without a mark, which were treated as open.`,
      file,
      line: first.section.line,
      column: 1,
      hint: 'Write "done" after the headings of those that are.',
    },
  ];
}

/** A name of an item with a tick after it. */
const MARKED = /^(?!\[)[^|]{2,120}?(?:✅|✔|☑)\uFE0F?\s*(?:$|[(（–—-])/u;
const MIN_MARKED = 2;

/**
 * Warns that parts are done, or done except for something, by the text below their headings: "Stand: umgesetzt. Offen nur: …".
 *
 * @param read - the parts, in the order of the tasks
 */
export function doneButStated(
  read: readonly Pick<PhaseTask, 'stated'>[],
  tasks: readonly Task[],
  file: string,
): TaskProblem[] {
  const found = read.flatMap(({ stated }, index) => {
    const task = tasks[index];
    return stated === undefined || task === undefined ? [] : [{ stated, task }];
  });
  const noteOn = (
    kind: 'warning' | 'note',
    message: string,
    parts: typeof found,
    hint?: string,
  ): TaskProblem[] => {
    const [first] = parts;
    if (first === undefined) return [];
    const named = parts.map(({ stated, task }) => `${nameOf(task)} (line ${stated.line})`);
    return [
      {
        ...{ severity: kind, code: 'said-done', file, line: first.stated.line, column: 1 },
        message: `${message}: ${named.join(', ')}.`,
        ...(hint !== undefined && { hint }),
      },
    ];
  };
  const open = found.filter(({ task }) => task.state === 'open');
  return [
    ...noteOn(
      'warning',
      'Mostly done, according to the text below the heading; only what it says is left was imported as work',
      open.filter(({ stated }) => stated.rest.length > 0),
      'If more is left, write it as a list of steps, and remove what is done.',
    ),
    ...noteOn(
      'warning',
      'Mostly done, according to the text below the heading; it does not say what is left, so all of it was imported as work',
      open.filter(({ stated }) => stated.rest.length === 0),
      'Write what is left as a list of steps, and remove what is done.',
    ),
    ...noteOn(
      'warning',
      'Treated as done, according to the text below the heading, although something optional is left',
      found.filter(({ stated, task }) => task.state === 'done' && stated.rest.length > 0),
      'If it is wanted, make it a part.',
    ),
  ];
}

/** The heading of a section for work that is left, if items without a mark are below it. */
function headingOfRest({
  heading,
  blocks,
}: Section): readonly { readonly text: string; readonly line: number }[] {
  const isLeft =
    REST_HEADING.test(bareHeading(heading.text)) &&
    blocks.some((block) => {
      const [first] = block.kind === 'text' && block.isItem ? block.lines : [];
      return (
        first !== undefined && boxOf(first) === undefined && withoutDoneMarks(first.text).state === undefined
      );
    });
  return isLeft ? [heading] : [];
}

function linesOfRest({ blocks }: Section): readonly { readonly text: string; readonly line: number }[] {
  return blocks.flatMap((block) =>
    block.kind === 'text'
      ? block.lines.filter(({ text }) => text.length < LONGEST_LINE && STATES_REMAINDER.test(text))
      : [],
  );
}

const LONGEST_LINE = 400;

/**
 * Warns that all tick boxes of a part are ticked beside items without any: those may be remarks, or work that is left.
 *
 * @param tasks - the tasks of the units, in their order
 */
export function tickedBesideBare(
  units: readonly Surveyed[],
  tasks: readonly Task[],
  file: string,
): TaskProblem[] {
  const mixed = units.flatMap(({ section, total, label }, index) => {
    const task = tasks[index];
    const isMixed =
      total.doneBoxes > 0 && total.openBoxes === 0 && total.items > 0 && !areOnlyCriteria(section);
    return task !== undefined && isMixed && label.state === undefined ? [{ task, total }] : [];
  });
  const done = mixed.filter(
    ({ task, total }) => task.state === 'done' && isMostlyTicked(total.doneBoxes, total),
  );
  const open = mixed.filter(({ task }) => task.state === 'open');
  return [
    ...besideNote(
      done.map(({ task }) => task),
      'treated as done',
      file,
    ),
    ...besideNote(
      open.map(({ task }) => task),
      'treated as open',
      file,
    ),
  ];
}

/** Whether all outermost items without a box give criteria: "Acceptance: both are shown". */
function areOnlyCriteria(section: Section): boolean {
  const bare = [...withBelow(section)].flatMap(({ blocks }) =>
    blocks.flatMap((block) => {
      const [first] = block.kind === 'text' && block.isItem && block.depth <= 1 ? block.lines : [];
      return first === undefined || boxOf(first) !== undefined ? [] : [first.text];
    }),
  );
  return bare.every((text) => sectionRole(/^[*_]*([^:：]+)[:：]/u.exec(text)?.[1] ?? '')?.role === 'check');
}

function besideNote(tasks: readonly Task[], taken: string, file: string): TaskProblem[] {
  const [first] = tasks;
  if (first === undefined) return [];
  return [
    {
      severity: 'warning',
      code: 'box-unclear',
      message: `Everything with a box or mark is ticked, but some items have neither; ${taken}: ${listOf(tasks)}.`,
      file,
      line: first.line,
      column: first.column,
      hint: 'Give what is left a tick box, or write "done" after the headings.',
    },
  ];
}

/**
 * Warns that all tick boxes of a list beside the parts are ticked, criteria for instance, while no part has any mark of its
 * progress: somebody has ticked off the whole.
 *
 * @param isInside - whether a section belongs to a part
 */
export function tickedElsewhere(
  surveyed: readonly Surveyed[],
  units: readonly Surveyed[],
  isInside: (index: number) => boolean,
  file: string,
): TaskProblem[] {
  const areSilent = units.every(
    ({ total, label, hasStatus }) =>
      total.openBoxes + total.doneBoxes === 0 && label.state === undefined && !hasStatus,
  );
  const boxed = surveyed.filter(
    ({ section, role, count }) =>
      !isInside(section.index) &&
      role !== 'done' &&
      whyClosed(section.heading.text) === undefined &&
      count.openBoxes + count.doneBoxes > 0,
  );
  const [first] = boxed;
  if (!areSilent || first === undefined || boxed.some(({ count }) => count.openBoxes > 0)) return [];
  const named = boxed
    .slice(0, MAX_NAMED)
    .map(
      ({ section, count }) =>
        `“${shortText(section.heading.text)}” (line ${section.line}: ${count.doneBoxes})`,
    );
  return [
    {
      severity: 'warning',
      code: 'box-unclear',
      message: `All boxes outside the parts are ticked: ${named.join(', ')}. The parts have no mark of their own and were treated as open.`,
      file,
      line: first.section.line,
      column: 1,
      hint: 'If they are done, write "done" after their headings.',
    },
  ];
}

/** Warns that parts were treated as done because a ticked list beside them names them, and tells which it does not name. */
export function tickedByName(
  { lines, heading, line }: TickedNames,
  tasks: readonly Task[],
  file: string,
): TaskProblem[] {
  const named = tasks.filter((_, index) => lines.has(index));
  const open = tasks.filter((task, index) => !lines.has(index) && task.state === 'open');
  const rest =
    open.length === 0 ? '' : ` It does not name these, which were treated as open: ${listOf(open)}.`;
  return [
    {
      severity: 'warning',
      code: 'said-done',
      message: `“${shortText(heading)}” (line ${line}) ticks these parts off by their titles, so that they were treated as done: ${listOf(named)}.${rest}`,
      file,
      line,
      column: 1,
      hint: 'If they are not done, clear their boxes there; --keep-done imports them along with what is done.',
    },
  ];
}

/**
 * Warns that parts are done by their own marks, while a table of the document says that they are not: ticks are used as bullets,
 * or one of the two is out of date.
 *
 * @param states - the states given elsewhere in the document, by folded id
 */
export function doneButDenied(
  tasks: readonly Task[],
  states: ReadonlyMap<string, OverviewState>,
  file: string,
): TaskProblem[] {
  const denied = tasks.filter(
    ({ state, id }) => state === 'done' && states.get(foldedId(id ?? ''))?.state === 'open',
  );
  const [first] = denied;
  if (first === undefined) return [];
  const named = denied.slice(0, MAX_NAMED).map((task) => {
    const said = states.get(foldedId(task.id ?? ''));
    return `${nameOf(task)} (line ${said?.line ?? task.line})`;
  });
  const more = denied.length - named.length;
  return [
    {
      severity: 'warning',
      code: 'done-but-open',
      message: `Marked as done and treated as done, although a list or table beside them says that they are not: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
      file,
      line: first.line,
      column: first.column,
      hint: 'If the table is right, remove the marks; --keep-done imports them along with what is done.',
    },
  ];
}

const MAX_NAMED = 8;
