import { printableLine } from '../../lib/index.ts';
import type { TaskProblem } from './importer.ts';
import type { ListDocument } from './list_document.ts';
import { outcomesOfLists } from './list_outcomes.ts';
import { shortText } from './short_text.ts';

/** Lists the sections whose lists are left out, and why, for a document in which nothing was taken for work. */
export function sectionsNotTaken(document: ListDocument, file: string): TaskProblem[] {
  const { sections, items } = document;
  const left = outcomesOfLists(document, []).flatMap(({ became, line, heading, why }, index, all) => {
    const from = sections.findIndex((section) => section.line === line);
    const next = all[index + 1]?.line;
    const end = next === undefined ? sections.length : sections.findIndex((section) => section.line === next);
    const size = items.filter(({ section }) => section >= from && section < end).length;
    return became === 'left-out' && size > 0 ? [{ heading, line, why, size }] : [];
  });
  const [first] = left;
  if (first === undefined) return [];
  const named = left
    .slice(0, MAX_NAMED)
    .map(
      ({ heading, line, why, size }) => `“${shortText(heading)}” (line ${line}: ${why}, ${counted(size)})`,
    );
  const more = left.length - named.length;
  // "Architecture" over "Add a queue", "Move the rules": plans describe their work there.
  const likely = left.filter(({ why }) => why === 'how it is built');
  const longest = (likely.length > 0 ? likely : left).reduce(
    (most, each) => (each.size > most.size ? each : most),
    likely[0] ?? first,
  );
  return [
    {
      ...{ severity: 'warning', code: 'work-unclear', file, line: first.line, column: 1 },
      message: `Its lists were left out as not work: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
      hint: `If one of them is the work, choose it, for example with --section "${printableLine(longest.heading)}".`,
      sections: [printableLine(longest.heading)],
      ...(likely.length > 0 && { mayBeWork: true }),
    },
  ];
}

const MAX_NAMED = 8;

function counted(size: number): string {
  return size === 1 ? 'an item' : `${size} items`;
}
