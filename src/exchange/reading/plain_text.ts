import { fieldText, stemOf } from './field_text.ts';
import type { ReadingFormat } from './reading_format.ts';

/** A file of no known tool, whose kind the user has named. */
export const plainText: ReadingFormat = {
  name: 'text',
  called: 'a text',
  marks: [],
  recognise: () => undefined,
  read(prompt) {
    const name = fieldText(prompt, 'name', 'title');
    const description = fieldText(prompt, 'description');
    return {
      name: name.text || stemOf(prompt.path),
      description: description.text,
      parts: [{ kind: 'protocol', text: prompt.body, reason: 'it is a text' }],
      used: ['name', 'title', 'description'],
      problems: [...name.problems, ...description.problems],
    };
  },
};
