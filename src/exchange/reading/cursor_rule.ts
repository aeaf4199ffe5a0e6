import { fieldText, stemOf } from './field_text.ts';
import { CURSOR_MARKS } from './marks.ts';
import type { ReadingFormat } from './reading_format.ts';

/** Cursor's project rules: https://cursor.com/docs/context/rules */
export const cursorRule: ReadingFormat = {
  name: 'cursor-rule',
  called: 'a rule of Cursor',
  marks: CURSOR_MARKS,
  recognise: ({ path }) => (/\.mdc$/iu.test(path) ? 'its name ends with .mdc' : undefined),
  read(prompt) {
    const description = fieldText(prompt, 'description');
    const globs = fieldText(prompt, 'globs');
    const isForAll = prompt.fields.get('alwaysApply')?.value === true;
    return {
      name: stemOf(prompt.path),
      description: description.text,
      ...(globs.text === '' || isForAll ? {} : { useWhen: `The work is on ${globs.text}.` }),
      parts: [{ kind: 'constraint', text: prompt.body, reason: 'a rule applies to every task' }],
      used: ['description', 'globs', 'alwaysApply'],
      // Globs are often written as a list.
      problems: description.problems,
    };
  },
};
