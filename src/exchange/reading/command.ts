import { fieldText, isBelow, stemOf } from './field_text.ts';
import { CLAUDE_MARKS } from './marks.ts';
import type { ReadingFormat } from './reading_format.ts';

/** Commands in Markdown, as of Claude Code: https://code.claude.com/docs/en/slash-commands */
export const command: ReadingFormat = {
  name: 'command',
  called: 'a command',
  marks: CLAUDE_MARKS,
  recognise({ path, fields }) {
    if (!/\.md$/iu.test(path) || /(?:^|\/)readme\.md$/iu.test(path)) return undefined;
    if (fields.has('argument-hint')) return 'its front matter has argument-hint';
    if (isBelow(path, 'commands')) return 'it is in a folder commands/';
    return fields.has('description') && fields.has('allowed-tools') && !fields.has('name')
      ? 'its front matter has a description and allowed-tools'
      : undefined;
  },
  read(prompt) {
    const description = fieldText(prompt, 'description');
    return {
      name: stemOf(prompt.path),
      description: description.text,
      parts: [{ kind: 'protocol', text: prompt.body, reason: 'a command says what to do' }],
      used: ['description', 'argument-hint', 'metadata'],
      problems: description.problems,
    };
  },
};
