import type { ChosenUnits } from '../outline/choose_units.ts';
import type { Surveyed } from '../outline/survey.ts';
import type { TaskProblem } from './importer.ts';
import { shortText } from './short_text.ts';

/**
 * Notes on headings among the parts that are named differently: those that were taken all the same, and those that may be meant.
 */
export function similarHeadingNotes(
  { kin, unsure }: Pick<ChosenUnits, 'kin' | 'unsure'>,
  file: string,
): TaskProblem[] {
  return [
    ...noteOf(
      kin,
      'Not named as the other parts are, and taken for parts since they stand among them and look like them',
      'If one is none, say so in its heading ("Notes", "Out of scope"), or name the parts alike.',
      file,
    ),
    ...noteOf(
      unsure,
      'Beside the parts, and left out, though it is not sure that they are none',
      'If one is a part, name it as the others are; or say which section is the work with --section "…".',
      file,
    ),
  ];
}

function noteOf(found: readonly Surveyed[], message: string, hint: string, file: string): TaskProblem[] {
  const [first] = found;
  if (first === undefined) return [];
  const named = found
    .slice(0, MOST_NAMED)
    .map(({ section }) => `“${shortText(section.heading.text)}” (line ${section.line})`);
  const more = found.length - named.length;
  return [
    {
      severity: 'warning',
      code: 'work-unclear',
      message: `${message}: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
      ...{ file, line: first.section.line, column: 1, hint },
    },
  ];
}

const MOST_NAMED = 8;
