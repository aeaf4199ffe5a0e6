import { bareHeading } from '../words/section_roles.ts';
import type { TaskSection } from './importer.ts';

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
