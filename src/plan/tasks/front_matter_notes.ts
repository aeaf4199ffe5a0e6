import { frontKeys } from './front_matter.ts';
import type { TaskCode, TaskProblem, TaskSource } from './importer.ts';
import { shortText } from './short_text.ts';

/**
 * Warns that the front matter of a document says something on the whole of it that is in no phase: the documents that come
 * before it, or what has to be true in the end.
 */
export function frontMatterNotes({ text, file }: TaskSource): TaskProblem[] {
  return frontKeys(text).flatMap(({ key, line, values }): TaskProblem[] => {
    const note = NOTES.find(({ keys }) => keys.test(key));
    if (note === undefined) return [];
    const said = values.filter((each) => /[\p{L}\p{N}]/u.test(each) && !NONE.test(each));
    if (said.length === 0) return [];
    return [
      {
        severity: 'warning',
        code: note.code,
        message: `${note.message}: ${said.map(shortText).join(', ')}.`,
        ...{ file, line, column: 1 },
        ...(note.hint !== undefined && { hint: note.hint }),
      },
    ];
  });
}

type Note = {
  readonly keys: RegExp;
  readonly code: TaskCode;
  readonly message: string;
  readonly hint?: string;
};

const NOTES: readonly Note[] = [
  {
    keys: /^(?:dependencies|depends_?on|depends-on|blocked_?by|blocked-by|requires)$/iu,
    code: 'order-unread',
    message: 'It depends on other plans, which were not read',
  },
  {
    keys: /^(?:acceptance(?:[_-]?criteria)?|success[_-]?criteria|definition[_-]of[_-]done|done[_-]when)$/iu,
    code: 'lines-lost',
    message: 'The front matter says when the work is done, which is in no phase',
    hint: 'Write it as a list below the heading "Acceptance criteria".',
  },
];

const NONE = /^(?:\[\s*\]|["']?(?:none|null|n\/a)["']?|~)$/iu;
