import { fieldText, stemOf } from './field_text.ts';
import { HANDLEBARS_MARKS } from './marks.ts';
import type { ReadingFormat } from './reading_format.ts';

/** Dotprompt: https://google.github.io/dotprompt/reference/frontmatter */
export const dotprompt: ReadingFormat = {
  name: 'dotprompt',
  called: 'a Dotprompt file',
  marks: HANDLEBARS_MARKS,
  visibleText: (body) =>
    body.replace(ONLY_ASKED, (_, role: string, asked: string) => role + ' '.repeat(asked.length)),
  recognise: ({ path }) => (/\.prompt$/iu.test(path) ? 'its name ends with .prompt' : undefined),
  read(prompt) {
    const name = fieldText(prompt, 'name');
    const description = fieldText(prompt, 'description');
    return {
      name: name.text || stemOf(prompt.path),
      description: description.text,
      parts: partsOf(prompt.body),
      used: ['name', 'description', 'input', 'metadata'],
      problems: [...name.problems, ...description.problems],
    };
  },
};

/** A user turn that contains only the request: it does not say how to carry it out. */
const ONLY_ASKED = /(\{\{\s*role\s+"user"\s*\}\}\s*)(\{\{\s*request\s*\}\}\s*)$/u;

/** The system's text is a persona; the text after `{{role "user"}}` is the task. */
function partsOf(body: string): ReturnType<ReadingFormat['read']>['parts'] {
  const roles = /^\s*\{\{\s*role\s+"system"\s*\}\}\r?\n?([\s\S]*?)\{\{\s*role\s+"user"\s*\}\}\r?\n?/u.exec(
    body,
  );
  const whole = { kind: 'protocol', text: body, reason: 'a prompt says what to do' } as const;
  if (!roles?.[1]?.trim()) return [whole];
  const persona = { kind: 'persona', text: roles[1], reason: 'it is the system message' } as const;
  if (ONLY_ASKED.test(body)) return [persona];
  return [persona, { ...whole, text: body.slice(roles[0].length), reason: 'it is what the user asks' }];
}
