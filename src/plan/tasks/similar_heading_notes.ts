import { printableLine } from '../../lib/index.ts';
import type { ChosenUnits } from '../outline/choose_units.ts';
import type { Surveyed } from '../outline/survey.ts';
import type { TaskProblem } from './importer.ts';
import { shortText } from './short_text.ts';

/**
 * Notes on headings among the parts that are named differently: those that were taken anyway, and those that may be meant.
 */
export function similarHeadingNotes(
  { kin, unsure }: Pick<ChosenUnits, 'kin' | 'unsure'>,
  file: string,
): TaskProblem[] {
  return [
    ...noteOf(
      kin,
      'Named differently from the other parts, but imported as parts because they are among them and look like them',
      'If one is not a part, say so in its heading ("Notes", "Out of scope"), or name the parts alike.',
      file,
    ),
    ...noteOf(
      unsure,
      'Next to the parts and left out, although they may be parts too',
      'If one is a part, name it like the others, or choose the section that holds the work with --section "…".',
      file,
      { isOffered: true },
    ),
  ];
}

function noteOf(
  found: readonly Surveyed[],
  message: string,
  hint: string,
  file: string,
  { isOffered = false }: { readonly isOffered?: boolean } = {},
): TaskProblem[] {
  const [first] = found;
  if (first === undefined) return [];
  const sections = found.slice(0, MAX_NAMED).map(({ section }) => section);
  const named = sections.map(({ heading, line }) => `“${shortText(heading.text)}” (line ${line})`);
  const more = found.length - named.length;
  return [
    {
      severity: 'warning',
      code: 'work-unclear',
      message: `${message}: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
      ...{ file, line: first.section.line, column: 1, hint },
      quotes: sections.map(({ line }) => line),
      ...(isOffered && { sections: sections.map(({ heading }) => printableLine(heading.text)) }),
    },
  ];
}

const MAX_NAMED = 8;
