import { fieldText, isBelow, stemOf } from './field_text.ts';
import { CLAUDE_MARKS } from './marks.ts';
import type { ReadingFormat } from './reading_format.ts';

/**
 * Agents with a role of their own: those of Claude Code (https://code.claude.com/docs/en/sub-agents), and Copilot's
 * `.agent.md` and `.chatmode.md` (https://code.visualstudio.com/docs/copilot/customization/custom-agents).
 */
export const agent: ReadingFormat = {
  name: 'agent',
  called: 'an agent',
  marks: CLAUDE_MARKS.filter(({ code }) => code === 'prompt-inclusion'),
  recognise({ path, fields }) {
    if (/\.(?:agent|chatmode)\.md$/iu.test(path)) return 'its name says so';
    if (!/\.md$/iu.test(path) || /(?:^|\/)readme\.md$/iu.test(path)) return undefined;
    if (isBelow(path, 'agents') && fields.size > 0) return 'it has front matter and is in a folder agents/';
    const hasRole = fields.has('name') && fields.has('description');
    return hasRole && (fields.has('tools') || fields.has('model'))
      ? 'its front matter has a name, a description and tools or a model'
      : undefined;
  },
  read(prompt) {
    const name = fieldText(prompt, 'name');
    const description = fieldText(prompt, 'description');
    return {
      name: name.text || stemOf(prompt.path, /(?:\.(?:agent|chatmode))?\.md$/iu),
      description: description.text,
      parts: [{ kind: 'persona', text: prompt.body, reason: 'an agent is a role with a task' }],
      used: ['name', 'description', 'metadata'],
      problems: [...name.problems, ...description.problems],
    };
  },
};
