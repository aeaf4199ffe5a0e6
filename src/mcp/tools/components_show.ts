import { oneOf, path, required } from '../fields.ts';
import { operations } from '../operations.ts';
import { defineTool } from '../tool.ts';

/** `components show`. */
export const componentsShowTool = defineTool({
  name: 'components_show',
  title: 'Show a component',
  description: 'The text of a component, who uses it, and what it clashes with.',
  effect: 'reads',
  command: 'components show',
  input: {
    file: required(path('Its file name, with or without the ending')),
    kind: oneOf(['persona', 'protocol', 'constraint'], 'Only of this kind'),
  },
  document: 'orchestrator.components-show/1',
  call: async (...given) => (await operations()).tellComponent(...given),
  text: ({ components }) =>
    components
      .map(
        ({ kind, file, layer, goals, text }) =>
          `${kind} ${file} (${layer}), used by ${goals.join(', ') || 'no goal'}:\n\n${text}`,
      )
      .join('\n\n'),
});
