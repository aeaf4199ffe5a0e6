import { type Failure, failure } from '../../diagnostics/index.ts';
import { printableLine } from '../../lib/index.ts';
import { bareHeading, type SectionRole } from '../words/section_roles.ts';
import type { ListDocument, ListItem } from './list_items.ts';
import { shown } from './shown.ts';
import type { ImportOptions, TaskCode, TaskSection } from './types.ts';

/**
 * Whether nothing tells which of a document's lists is the work: bullets without boxes stand under several headings, none of
 * which says so, among running text.
 */
export function unclearLists(
  { sections }: ListDocument,
  items: readonly ListItem[],
  roles: readonly (SectionRole | undefined)[],
  file: string,
  { section }: ImportOptions,
): Failure<TaskCode> | undefined {
  const isTold =
    section !== undefined || items.some(({ box, mark }) => box !== undefined || mark === 'heading');
  const places = placesOf(items, roles);
  if (isTold || places.length < LEAST_SECTIONS || places.some((place) => roles[place] === 'work'))
    return undefined;
  const paragraphs = sections.reduce((sum, { lines }) => sum + lines.length, 0);
  if (paragraphs * 3 < items.length) return undefined;
  const [first = 0] = places;
  const named = places.slice(0, MOST_NAMED).map((place) => {
    const count = items.filter((item) => item.section === place).length;
    return `“${shown(sections[place]?.title ?? '')}” (line ${sections[place]?.line}, ${count} items)`;
  });
  const more = places.length - named.length;
  return failure('usage', {
    severity: 'error',
    code: 'work-unclear',
    message: `Which of its lists is the work cannot be told: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
    file,
    line: sections[first]?.line ?? 1,
    column: 1,
    hint: `Say which with --section, such as --section "${printableLine(sections[first]?.title ?? '')}", or give the tasks tick boxes.`,
  });
}

/** The sections, by index, in which items stand that can be the work. */
export function placesOf(
  items: readonly ListItem[],
  roles: readonly (SectionRole | undefined)[],
): readonly number[] {
  return [...new Set(items.map((item) => item.section))].filter(
    (place) => place >= 0 && roles[place] !== 'done',
  );
}

const LEAST_SECTIONS = 3;
const MOST_NAMED = 8;

/** The sections with a heading that a user names, and all below them. The whole heading counts, else its beginning. */
export function sectionsIn(sections: readonly TaskSection[], name: string): Set<number> {
  const wanted = bareHeading(name);
  const titles = sections.map(({ title, heading }) => [bareHeading(title), bareHeading(heading ?? title)]);
  const exact = titles.findIndex((own) => own.includes(wanted));
  const first = exact >= 0 ? exact : titles.findIndex((own) => own.some((title) => title.startsWith(wanted)));
  const found = new Set<number>();
  if (first < 0 || wanted === '') return found;
  const level = sections[first]?.level ?? 0;
  for (let index = first; index < sections.length; index++) {
    if (index > first && (sections[index]?.level ?? 0) <= level) break;
    found.add(index);
  }
  return found;
}
