import type { Outline, Section } from '../outline/outline.ts';
import { bareHeading } from '../words/section_roles.ts';

/** An outline of one section alone; `undefined` where no heading fits. The whole heading counts, else its beginning. */
export function inSection(outline: Outline, name: string): Outline | undefined {
  const found = sectionCalled(outline.sections, name);
  if (found === undefined) return undefined;
  const root: Section = {
    ...found,
    index: 0,
    level: 0,
    parent: undefined,
    heading: { ...found.heading, text: '' },
  };
  const sections = [root];
  const below = (section: Section, parent: Section): Section => {
    const copy: Section = { ...section, index: sections.length, parent, sections: [] };
    sections.push(copy);
    for (const each of section.sections) copy.sections.push(below(each, copy));
    return copy;
  };
  const copies = found.sections.map((each) => below(each, root));
  return { root: Object.assign(root, { sections: copies }), sections, lines: outline.lines };
}

/** The section that a user means by a heading's text, or by the beginning of it. */
export function sectionCalled(sections: readonly Section[], name: string): Section | undefined {
  const wanted = bareHeading(name);
  const bare = sections.map((section) => ({ section, text: bareHeading(section.heading.text) }));
  const exact = bare.filter(({ text }) => text === wanted);
  const [first] =
    exact.length > 0
      ? exact
      : bare.filter(({ text }) => text !== '' && wanted !== '' && text.startsWith(wanted));
  return first?.section;
}
