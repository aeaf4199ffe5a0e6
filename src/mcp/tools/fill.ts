import { figure, oneOf, path, required, textsByName } from '../fields.ts';
import { operations } from '../operations.ts';
import { assignments } from '../text_lines.ts';
import { defineTool } from '../tool.ts';

/** `fill`: a framework as a prompt. */
export const fillTool = defineTool({
  name: 'fill',
  title: 'Fill a framework',
  description:
    'Gives a framework as a prompt, its slots filled. A missing input is an error that names it: call again with set. The result is instructions for the one who does the work.',
  effect: 'reads',
  command: 'fill',
  input: {
    framework: required(path('Its name, or its folder')),
    set: textsByName('Values of inputs, by the input’s name: text, not file names'),
    part: oneOf(['both', 'persona', 'template'], 'Default both'),
    maxTokens: figure('Refuse anything longer; default: 20000', { least: 1, most: 1_000_000 }),
  },
  document: 'orchestrator.fill/1',
  call: async (context, { framework, set = {}, part = 'both', maxTokens = 20_000 }, port) =>
    (await operations()).fill(
      context,
      { framework, part, maxTokens, set: assignments(set), as: 'text' },
      port,
    ),
  text: ({ text }) => text ?? '',
});
