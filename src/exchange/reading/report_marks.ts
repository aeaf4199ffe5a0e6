import type { Problem } from '../../diagnostics/index.ts';
import { gitConflicts, hiddenText, htmlComments, positionsIn } from '../../lib/index.ts';
import type { MarkRule, PromptText, ReadingProblemCode } from './reading_format.ts';

type Told = Problem<ReadingProblemCode>;

/** Reports marks that a tool would interpret, hidden text and conflict markers, each with its place. None is obeyed. */
export function reportMarks({ file, text, body }: PromptText, marks: readonly MarkRule[]): Told[] {
  const positionOf = positionsIn(text);
  const before = text.length - body.length;
  return [
    ...gitConflicts(text).map((line): Told => ({ ...CONFLICT, file, line })),
    ...hiddenText(text).map(
      ({ line, column, what }): Told => ({
        ...{ severity: 'error', code: 'prompt-hidden-text', file, line, column },
        message: `It contains invisible text: ${what}.`,
        hint: 'Remove it, or do not import the file: hidden text has a purpose.',
      }),
    ),
    ...htmlComments(body).map(({ start }): Told => ({ ...COMMENT, file, ...positionOf(before + start) })),
    ...[...body.matchAll(/<<\s*FILL\b/giu)].map(
      ({ index }): Told => ({ ...SLOT, file, ...positionOf(before + index) }),
    ),
    ...marks.flatMap((rule) => tellMark(rule, { file, body, before, positionOf })),
  ];
}

type Place = Pick<PromptText, 'file' | 'body'> & {
  readonly before: number;
  readonly positionOf: ReturnType<typeof positionsIn>;
};

/** Reports the first mark of a kind with its place and the number of all: a text uses one argument in many places. */
function tellMark({ code, pattern, what }: MarkRule, { file, body, before, positionOf }: Place): Told[] {
  const found = [...body.matchAll(pattern)];
  const [first] = found;
  if (first === undefined) return [];
  const shown = JSON.stringify(first[0].slice(0, MAX_SHOWN));
  const more = found.length > 1 ? ` (${found.length} such places)` : '';
  const done = code === 'prompt-inclusion' ? '; nothing was run or read' : '';
  return [
    {
      ...{ severity: code === 'prompt-inclusion' ? 'warning' : 'note', code, file },
      ...positionOf(before + first.index),
      message: `${shown} is ${what}${more}; it stays as text${done}.`,
      hint:
        code === 'prompt-inclusion'
          ? 'Describe what the reader should look at.'
          : 'Goals have inputs: declare there what is needed.',
    },
  ];
}

const MAX_SHOWN = 80;

const CONFLICT = {
  severity: 'error',
  code: 'prompt-conflict',
  message: 'A git merge conflict is not resolved yet.',
  hint: 'Choose which text to keep and remove the markers.',
} as const;

const COMMENT = {
  severity: 'warning',
  code: 'prompt-hidden-comment',
  message: 'A comment, which a rendered page hides but a model would read; it was left out.',
} as const;

const SLOT = {
  severity: 'error',
  code: 'prompt-slot',
  message: 'It has the form of a slot of a framework, which is filled in.',
  hint: 'Describe what belongs there.',
} as const;
