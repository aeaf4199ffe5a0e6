import { leastOf } from '../../lib/index.ts';
import { type SectionRole, sectionRole } from '../words/section_roles.ts';
import type { TaskSection } from './types.ts';

/** What each heading over tasks says of its section, or the nearest one around it that says something. */
export function sectionRoles(sections: readonly TaskSection[]): readonly (SectionRole | undefined)[] {
  const above: { readonly level: number; readonly role: SectionRole | undefined }[] = [];
  const outermost = leastOf(sections.map(({ level }) => level));
  const tops = sections.filter(({ level }) => level === outermost).length;
  return sections.map(({ title, level }) => {
    while ((above.at(-1)?.level ?? 0) >= level) above.pop();
    // The title of the document says what all of it is about.
    const isTitle = level === outermost && tops === 1;
    const role = (isTitle ? undefined : sectionRole(title)?.role) ?? above.at(-1)?.role;
    above.push({ level, role });
    return role;
  });
}

/** Whether a section holds no work, as its heading says. */
export function isAside(role: SectionRole | undefined): boolean {
  return role === 'aside' || role === 'check' || role === 'files';
}
