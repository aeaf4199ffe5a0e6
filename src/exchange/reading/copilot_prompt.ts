import { fieldText, stemOf } from './field_text.ts';
import { COPILOT_MARKS } from './marks.ts';
import type { ReadingFormat } from './reading_format.ts';

/**
 * Copilot's prompt files (https://code.visualstudio.com/docs/copilot/customization/prompt-files), and its instructions, which
 * apply to some files (https://code.visualstudio.com/docs/copilot/customization/custom-instructions).
 */
export const copilotPrompt: ReadingFormat = {
  name: 'copilot-prompt',
  called: 'a prompt file of Copilot',
  marks: COPILOT_MARKS,
  recognise: ({ path }) => (/\.(?:prompt|instructions)\.md$/iu.test(path) ? 'its name says so' : undefined),
  read(prompt) {
    const name = fieldText(prompt, 'name', 'title');
    const description = fieldText(prompt, 'description');
    const scope = fieldText(prompt, 'applyTo');
    const isRule = /\.instructions\.md$/iu.test(prompt.path);
    return {
      name: name.text || stemOf(prompt.path, /\.(?:prompt|instructions)\.md$/iu),
      description: description.text,
      ...(scope.text === '' || scope.text === '**' ? {} : { useWhen: `The work is on ${scope.text}.` }),
      parts: [
        isRule
          ? { kind: 'constraint', text: prompt.body, reason: 'instructions apply to every task' }
          : { kind: 'protocol', text: prompt.body, reason: 'a prompt file says what to do' },
      ],
      used: ['name', 'title', 'description', 'applyTo'],
      problems: [...name.problems, ...description.problems],
    };
  },
};
