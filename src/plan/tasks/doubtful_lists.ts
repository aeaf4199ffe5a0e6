import type { SectionRole } from '../words/section_roles.ts';
import type { ListDocument, ListItem } from './list_items.ts';
import { NO_LIST } from './list_outcomes.ts';
import { shown } from './shown.ts';
import type { SectionOutcome, TaskProblem } from './types.ts';

/**
 * That lists without tick boxes were taken for the work, where nothing tells that they are: no heading calls them work and
 * others are left out, or several were taken as one.
 *
 * @param roles - of the document's sections
 */
export function doubtfulLists(
  { sections }: ListDocument,
  items: readonly ListItem[],
  {
    roles,
    outcomes,
    file,
  }: {
    readonly roles: readonly (SectionRole | undefined)[];
    readonly outcomes: readonly SectionOutcome[];
    readonly file: string;
  },
): TaskProblem[] {
  const [first] = items;
  const isTold = items.some(({ box, mark }) => box !== undefined || mark === 'heading');
  if (first === undefined || isTold) return [];
  const places = [...new Set(items.map((item) => item.section))];
  const numbers = items.flatMap(({ section, number }) =>
    number === undefined ? [] : [`${section} ${number}`],
  );
  const beginsAnew = new Set(numbers).size < numbers.length;
  const isCalledWork = places.every((place) => roles[place] === 'work');
  const hasOthers = outcomes.some(({ became, why }) => became === 'left-out' && why === NO_LIST);
  if (!beginsAnew && (isCalledWork || !hasOthers)) return [];
  const named = places
    .slice(0, MOST_NAMED)
    .map((place) => `“${shown(sections[place]?.heading ?? 'the beginning')}”`);
  const more = places.length > named.length ? ' …' : '';
  const why = beginsAnew ? 'their numbers begin anew' : 'no heading calls that work';
  return [
    {
      severity: 'warning',
      code: 'work-unclear',
      message: `${items.length} items of lists in ${named.join(', ')}${more} were taken for the work, though ${why}: see whether they are.`,
      file,
      line: first.text.line,
      column: first.text.column,
      hint: 'Say which section is the work with --section "…", or give the tasks tick boxes.',
    },
  ];
}

const MOST_NAMED = 6;

/** That bullets without tick boxes were taken for work beside items that have some. */
export function besideBoxes(items: readonly ListItem[], file: string): TaskProblem[] {
  const bare = items.filter(({ box, mark }) => box === undefined && mark === 'bullet');
  const [first] = bare;
  if (first === undefined || bare.length === items.length) return [];
  return [
    {
      severity: 'warning',
      code: 'work-unclear',
      message: `${bare.length === 1 ? 'An item without a tick box, beside some that have one, is' : `${bare.length} items without tick boxes, beside some that have them, are`} taken for work that is left.`,
      file,
      line: first.text.line,
      column: first.text.column,
      hint: 'Give the tasks tick boxes, or say which section is the work with --section "…".',
    },
  ];
}
