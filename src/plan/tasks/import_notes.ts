import type { Problem } from '../../diagnostics/index.ts';
import type { TaskCode, TaskProblem } from './importer.ts';

/** The heading of a plan's section with the text that was lost or left in doubt when it was made of another document. */
const HEADING = 'Import Notes';

/** The notes on a document that became a plan, as far as the plan itself does not show them. */
export type ImportNotes = {
  /** The name of the document, without its folder. */
  readonly name: string;
  readonly problems: readonly Pick<Problem, 'severity' | 'code' | 'line' | 'message'>[];
  /** The section that the document has already, which stays as it is. */
  readonly kept?: string;
};

/**
 * The section at the end of a plan that was made of another document; empty where there are no notes. Later readers of the plan
 * see the notes again, until somebody has removed the lines.
 */
export function importNotesText({ name, problems, kept = '' }: ImportNotes): string {
  const notes = problems.filter(
    ({ code, severity }) => !SHOWN.has(code) && (code !== GATES || severity !== 'note'),
  );
  if (notes.length === 0) return kept === '' ? '' : `\n${kept}\n`;
  const items = notes.map(
    ({ severity, line = 1, message }) => `- ${severity}, line ${line}: ${flat(message)}`,
  );
  const intro = `Imported from ${flat(name)}. What was lost or is in doubt is reported whenever this plan is read; remove each line that you have dealt with.`;
  const above = kept === '' ? `## ${HEADING}` : kept;
  return `\n${above}\n\n${intro}\n\n${items.join('\n')}\n`;
}

/** Gates made of checks are in the plan; checks that became none are not. */
const GATES: TaskCode = 'checks-outside';

/** Codes whose findings the plan itself shows: they are marked there, or are no loss. */
const SHOWN: ReadonlySet<string> = new Set<TaskCode>([
  'context-kept',
  'done-left-out',
  'files-guessed',
  'goal-inferred',
  'hours-partial',
  'import-note',
  'option-unused',
  'order-inferred',
  'order-stated',
]);

/** Puts a text on one line, without anything that hides the text after it. */
function flat(text: string): string {
  return text.replace(/\s+/gu, ' ').replaceAll('<!--', '<! --').trim();
}

/** Removes the notes on a plan's import from its text, line by line, and returns both. */
export type WithoutNotes = {
  readonly text: string;
  /** The section as it is; empty where there is none. */
  readonly section: string;
  readonly problems: readonly TaskProblem[];
};

/** @param text - with line feeds only */
export function withoutImportNotes(text: string, file: string): WithoutNotes {
  const start = START.exec(text);
  if (start === null) return { text, section: '', problems: [] };
  const lines = text.slice(start.index).split('\n');
  const next = lines.findIndex((line, index) => index > 0 && /^#{1,2}[ \t]/u.test(line));
  const own = next < 0 ? lines : lines.slice(0, next);
  const before = text.slice(0, start.index).split('\n').length - 1;
  const problems = own.flatMap((line, index): TaskProblem[] => {
    const [, severity, place, message] = ITEM.exec(line) ?? [];
    if (message === undefined) return [];
    return [
      {
        severity: severity === 'note' ? 'note' : 'warning',
        code: 'import-note',
        message: `Reported when the plan was imported, about line ${place} of its source: ${message}`,
        ...{ file, line: before + index + 1, column: 1 },
        hint: 'Remove this line from the plan once you have dealt with it.',
      },
    ];
  });
  const blank = own.map(() => '');
  return {
    text: text.slice(0, start.index) + [...blank, ...(next < 0 ? [] : lines.slice(next))].join('\n'),
    section: own.join('\n').trimEnd(),
    problems,
  };
}

const START = new RegExp(`^## ${HEADING}[ \\t]*$`, 'mu');
const ITEM = /^- (warning|note), line (\d{1,9}): (\S.*)$/u;
