import type { Surveyed } from '../outline/survey.ts';
import { shown } from './shown.ts';
import type { TaskProblem } from './types.ts';

/**
 * That open tick boxes stand outside of the parts of a plan, in sections that no known word calls a checklist or anything
 * else: they could be work as well.
 *
 * @param inside - whether a section belongs to a part
 */
export function openBoxesLeft(
  surveyed: readonly Surveyed[],
  inside: (index: number) => boolean,
  file: string,
): TaskProblem[] {
  const left = surveyed.filter(
    ({ section, role, count }) =>
      !inside(section.index) &&
      count.openBoxes > 0 &&
      role !== 'aside' &&
      role !== 'check' &&
      !namesParts(section),
  );
  const [first] = left;
  if (first === undefined) return [];
  const named = left.slice(0, MOST_NAMED).map(({ section, count }) => {
    const heading = section.heading.text === '' ? 'the beginning' : `“${shown(section.heading.text)}”`;
    return `${heading} (line ${section.line}: ${count.openBoxes})`;
  });
  const more = left.length - named.length;
  return [
    {
      severity: 'warning',
      code: 'work-unclear',
      message: `Open tick boxes stand outside of the parts, and are left out: ${named.join(', ')}${more > 0 ? ` and ${more} more sections` : ''}.`,
      file,
      line: first.section.line,
      column: 1,
      hint: 'If they are work, make a part of them, or say which section is the work with --section "…".',
    },
  ];
}

const MOST_NAMED = 8;

/** Whether its boxes are a list of the parts: `- [ ] **Phase 2: Models**`. */
function namesParts({ blocks }: Surveyed['section']): boolean {
  const open = blocks.flatMap((block) =>
    block.kind === 'text' && block.isItem && /^\[ ?\]/u.test(block.lines[0]?.text ?? '')
      ? [block.lines[0]?.text ?? '']
      : [],
  );
  return open.length > 0 && open.every((text) => PART.test(text));
}

const PART =
  /^\[ ?\]\s+(?:\*\*|\[)?(?:\p{L}+\s+)?#?[A-Z]{0,4}-?\d+(?:[.-]\d+)*[a-z]?(?:[:.)\]]|\s+[–—-]|\*\*)/u;
