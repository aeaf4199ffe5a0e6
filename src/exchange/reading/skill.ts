import { fieldText, folderOf } from './field_text.ts';
import { CLAUDE_MARKS } from './marks.ts';
import type { ReadingFormat } from './reading_format.ts';

/**
 * Agent Skills: a folder with a `SKILL.md`.
 *
 * https://agentskills.io/specification; text that Claude Code interprets: https://code.claude.com/docs/en/skills
 */
export const skill: ReadingFormat = {
  name: 'skill',
  called: 'an Agent Skill',
  marks: CLAUDE_MARKS,
  recognise: ({ path }) => (/(?:^|\/)skill\.md$/iu.test(path) ? 'it is called SKILL.md' : undefined),
  read(prompt) {
    const name = fieldText(prompt, 'name');
    const description = fieldText(prompt, 'description');
    const when = fieldText(prompt, 'when_to_use', 'when-to-use');
    const license = fieldText(prompt, 'license');
    return {
      name: name.text || folderOf(prompt.path),
      description: description.text,
      ...(when.text === '' ? {} : { useWhen: when.text }),
      ...(license.text === '' ? {} : { license: license.text }),
      parts: [{ kind: 'protocol', text: prompt.body, reason: 'a skill says how work is done' }],
      used: ['name', 'description', 'when_to_use', 'when-to-use', 'license', 'metadata'],
      problems: [...name.problems, ...description.problems, ...when.problems, ...license.problems],
    };
  },
};
