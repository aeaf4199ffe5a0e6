import { bareHeading } from '../words/section_roles.ts';
import type { TaskSection } from './importer.ts';

/** The sections over what comes behind a first version: "V2 checklist" beside "MVP checklist", on the same level. */
export function laterVersions<Each extends Pick<TaskSection, 'title' | 'level'>>(
  sections: readonly Each[],
): ReadonlySet<Each> {
  const first = new Set(
    sections.filter(({ title }) => FIRST.test(bareHeading(title))).map(({ level }) => level),
  );
  return new Set(sections.filter(({ title, level }) => first.has(level) && LATER.test(bareHeading(title))));
}

const FIRST = /^mvp(?![\p{L}\p{N}])/u;
const LATER = /^(?:v|version |release )[2-9](?![\p{L}\p{N}])/u;
