import { ORDER_OF_DOCUMENT, saysNoNeed } from './document_order.ts';
import { PUBLISHED_LAST } from './final_step.ts';
import type { ImportOptions, Task, TaskList, TaskProblem } from './importer.ts';
import { type Link, listOf, nameOf } from './link_tasks.ts';
import { ORDER_OF_NUMBERS } from './number_order.ts';
import { ORDER_OF_PRIORITY } from './priority_order.ts';
import { shortText } from './short_text.ts';

/**
 * Warns about tasks of a plain list that do not mention the others: they may need them anyway, as only the writer knows.
 */
export function unordered({
  isOpen,
  tasks,
  links,
  options,
  file,
}: {
  /** Whether the format leaves the order open. */
  readonly isOpen: boolean;
  readonly tasks: readonly Task[];
  readonly links: readonly (readonly Link[])[];
  readonly options: ImportOptions;
  readonly file: string;
}): TaskProblem[] {
  if (!isOpen || options.inOrder) return [];
  const silent = tasks.filter(
    (task, index) =>
      index > 0 && saysNoNeed(task) && !task.isFree && task.pace === undefined && links[index]?.length === 0,
  );
  const [first] = silent;
  if (first === undefined) return [];
  const column = first.others.find(({ name }) => SAYS_NEEDS.test(name))?.name;
  const more =
    column === undefined ? '' : ` “${shortText(column)}” is read only where it names a task by its number.`;
  return [
    {
      severity: 'warning',
      code: 'order-unknown',
      message: `Nothing says what ${silent.length === 1 ? 'this task depends' : `these ${silent.length} tasks depend`} on, so no dependency was written: ${listOf(silent)}.${more}`,
      file,
      line: first.line,
      column: first.column,
      hint: 'Add (depends on …) or (parallel) to them, or import with --in-order to make each come after the one above it.',
    },
  ];
}

/** Columns and fields with words on what a task needs. */
const SAYS_NEEDS = /\b(?:depend|block|requires|prereq|abhängig|dépend|зависи)/iu;

/** Notes that parts come one after the other, since they do not mention each other. */
export function orderInferred(
  tasks: readonly Task[],
  links: readonly (readonly Link[])[],
  { outcomes = [], problems }: Pick<TaskList, 'outcomes' | 'problems'>,
  file: string,
): TaskProblem[] {
  const stated = new Set(
    problems.filter(({ code }) => code === 'order-stated').flatMap(({ quotes = [] }) => quotes),
  );
  const unread = outcomes.filter(
    ({ became, heading, line }) => became === 'left-out' && ABOUT_ORDER.test(heading) && !stated.has(line),
  );
  const more = unread
    .slice(0, 3)
    .map(
      ({ heading, line }) => ` What “${shortText(heading)}” (line ${line}) says about the order is not read.`,
    )
    .join('');
  const ranked = tasks.filter((_, index) => links[index]?.some(({ reason }) => reason === ORDER_OF_PRIORITY));
  const silent = tasks.filter((_, index) =>
    links[index]?.some(({ reason }) => reason === ORDER_OF_DOCUMENT || reason === ORDER_OF_PRIORITY),
  );
  const [first] = silent;
  if (first === undefined) return [];
  return [
    {
      severity: 'warning',
      code: 'order-inferred',
      message:
        silent.length === 1
          ? `${nameOf(first)} does not say what it depends on; it comes after ${ranked.length === 0 ? 'the part before it' : 'that with a higher priority'}.${more}`
          : `${silent.length} parts do not say what they depend on; ${ranked.length === 0 ? 'each comes' : 'those of a higher priority or an earlier sprint come first, else each'} after the one before it: ${listOf(silent)}.${more}`,
      file,
      line: first.line,
      column: first.column,
      hint: 'If that is too strict, write **Dependencies**: None below a heading, or what it depends on.',
    },
  ];
}

/** Reasons for dependencies that the warning on the order gives itself. */
export const REASONS_TOLD: ReadonlySet<string> = new Set([
  ORDER_OF_DOCUMENT,
  ORDER_OF_PRIORITY,
  ORDER_OF_NUMBERS,
]);

/** Notes that commits, pushes and releases without a known order come last. */
export function publishedLast(
  tasks: readonly Task[],
  links: readonly (readonly Link[])[],
  file: string,
): TaskProblem[] {
  const last = tasks.filter((_, index) => links[index]?.some(({ reason }) => reason === PUBLISHED_LAST));
  const [first] = last;
  if (first === undefined) return [];
  return [
    {
      ...{ severity: 'note', code: 'order-inferred', file, line: first.line, column: first.column },
      message: `Nothing says when to commit, push, release or deploy, so these come last: ${listOf(last)}.`,
      hint: 'Write (depends on …) at a task that comes earlier or later.',
    },
  ];
}

/** Headings over text about the order of the parts. */
export const ABOUT_ORDER =
  /\b(?:order|sequence|sequencing|parallel|critical path|dependenc(?:y|ies)|reihenfolge|abhängigkeiten|orden|ordem|ordre|dépendances|dependencias|dependências)\b|порядок|зависимост|顺序|順序|順番|依赖|依存|순서|의존|선행|前置|先行|先后/iu;
