import type { RawField } from '../document/fields.ts';
import { DESCRIBES } from '../outline/unit_lines.ts';
import { sectionRole } from '../words/section_roles.ts';

/**
 * Fields with unknown names that list tick boxes, as steps: "**Screens to draw:**" over `- [ ] Menu`. Whatever the name means, an
 * open box is there to be ticked; the name is put before each. A field whose name means something else stays a remark.
 */
export function withBoxesAsSteps(fields: readonly RawField[]): RawField[] {
  return fields.map((field) => (listsBoxes(field) ? asSteps(field) : field));
}

function listsBoxes({ key, name, items }: RawField): boolean {
  if (key !== undefined || !items.some(({ lines }) => OPEN_BOX.test(lines[0]?.text ?? ''))) return false;
  if (NAMES_PEOPLE.test(name.replace(/[*_:：]/gu, ' ').trim())) return false;
  const { role, why = '' } = sectionRole(name) ?? {};
  // "Reference features": over boxes, a name that describes something else names a group of steps.
  return (role !== 'aside' || DESCRIBES.has(why)) && role !== 'done' && role !== 'check';
}

function asSteps(field: RawField): RawField {
  const name = field.name
    .replace(/[*_:：]/gu, ' ')
    .trim()
    .replace(/\.$/u, '');
  const outermost = Math.min(...field.items.map(({ depth }) => depth));
  return {
    ...field,
    key: 'steps',
    items: field.items.map((item) => {
      const [first, ...more] = item.lines;
      const box = first === undefined ? undefined : BOX.exec(first.text)?.[0];
      if (first === undefined || box === undefined || item.depth > outermost) return item;
      const text = `${box}${name}: ${first.text.slice(box.length)}`;
      return { ...item, lines: [{ ...first, text }, ...more] };
    }),
  };
}

/** Names of fields whose boxes are ticked by the people who have to agree. */
const NAMES_PEOPLE =
  /^(?:sign[- ]?offs?|reviewers?|reviewed by|approv(?:als?|ers?|ed by)|owners?|assignees?|responsible|freigaben?|verantwortlich|aprobaci(?:ón|ones)|revisor(?:es)?|aprova(?:ção|ções)|approbations?|approvazioni|согласование|审批|评审人|承認者?|レビュアー|승인자?)$/iu;

const BOX = /^\[[ xX]?\]\s+/u;
const OPEN_BOX = /^\[ ?\]\s/u;
