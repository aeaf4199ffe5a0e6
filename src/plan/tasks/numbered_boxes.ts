import { LatePattern } from '../../lib/index.ts';
import type { Task, TaskProblem } from './importer.ts';
import { nameOf } from './item_name.ts';
import { kindOf, type ListDocument, type ListItem } from './list_document.ts';

/**
 * Whether all tasks are `- [ ] 1.`, `- [ ] 2.`, or headings "Task 1", "Task 2", and so on through the whole document, so that
 * somebody has put them in order, and nothing says that the order does not matter.
 */
export function areNumberedBoxes(
  items: readonly ListItem[],
  { sections }: Pick<ListDocument, 'sections'>,
): boolean {
  const kinds = new Set(items.map(kindOf));
  const isOfKind = kinds.size === 1 && (kinds.has('box') || kinds.has('heading'));
  const numbers = items.map((item) => Number(nameOf(item).number ?? Number.NaN));
  return (
    isOfKind &&
    items.length >= MIN_NUMBERED &&
    numbers.every((number, index) => number === (numbers[0] ?? 0) + index) &&
    (numbers[0] ?? 2) <= 1 &&
    !sections.some(({ title, lines }) => [title, ...lines.map(({ text }) => text)].some(saysAnyOrder))
  );
}

const MIN_NUMBERED = 3;

function saysAnyOrder(text: string): boolean {
  return ANY_ORDER.test(text);
}

const ANY_ORDER = new LatePattern(
  () =>
    String.raw`(?<![\p{L}])(?:(?:in )?parallel|parallelizable|concurrently|simultaneously|(?:in )?any (?:order|sequence)|no particular order|order does(?: not|n['’]t) matter|independent(?:ly)?|beliebig\p{L}*|unabhängig\p{L}*|gleichzeitig|(?:en|em) paralelo|independientes?|independentes?|en cualquier orden|em qualquer ordem|en parallèle|indépendant\p{L}*|dans n['’]importe quel ordre|in parallelo|indipendent\p{L}+|параллельно|независим\p{L}+|в любом порядке)(?![\p{L}])|并行|任意顺序|互不依赖|独立|並行|順不同|병렬|순서 ?(?:에 )?상관 ?없`,
  'iu',
);

/** Warns that the tasks come one after the other by their numbers. */
export function numberedBoxesNote(all: readonly Task[], file: string): TaskProblem[] {
  const tasks = all.filter(({ state }) => state === 'open');
  const [, second] = tasks;
  if (second === undefined) return [];
  const count = tasks.length - 1;
  return [
    {
      ...{ severity: 'warning', code: 'order-inferred', file, line: second.line, column: second.column },
      message:
        count === 1
          ? 'A task does not say what it depends on; it comes after the one before it, going by its number.'
          : `${count} tasks do not say what they depend on; each comes after the one before it, going by their numbers.`,
      hint: 'If that is too strict, say so at the tasks that can start earlier: (depends on …) or (parallel).',
    },
  ];
}
