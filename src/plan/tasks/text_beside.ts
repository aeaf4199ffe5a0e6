import type { SectionRole } from '../words/section_roles.ts';
import type { ListDocument } from './list_items.ts';
import { isAside } from './list_roles.ts';
import { shortText } from './short_text.ts';
import type { SectionOutcome, TaskProblem } from './types.ts';

/**
 * That running text stands beside the tasks of a list, where it may be work too or a word on the work. Text of sections that
 * are left out as a whole is told with them.
 */
export function textBeside(
  { sections }: Pick<ListDocument, 'sections'>,
  outcomes: readonly SectionOutcome[],
  roles: readonly (SectionRole | undefined)[],
  file: string,
): TaskProblem[] {
  const leftOut = new Set(outcomes.filter(({ became }) => became === 'left-out').map(({ line }) => line));
  const lines = sections.flatMap((section, place) =>
    isAside(roles[place]) || leftOut.has(section.line)
      ? []
      : section.lines.filter(({ text }) => /\p{L}/u.test(text)),
  );
  const [first] = lines;
  if (first === undefined) return [];
  const named = lines.slice(0, MOST_NAMED).map(({ text, line }) => `“${shortText(text)}” (line ${line})`);
  const more = lines.length - named.length;
  return [
    {
      severity: 'note',
      code: 'text-left-out',
      message: `Running text beside the tasks is part of none; it is left out: ${named.join(', ')}${more > 0 ? ` and ${more} more lines` : ''}.`,
      file,
      line: first.line,
      column: first.column,
    },
  ];
}

const MOST_NAMED = 8;
