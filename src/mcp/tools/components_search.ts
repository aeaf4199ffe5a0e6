import { oneOf, text } from '../fields.ts';
import { operations } from '../operations.ts';
import { firstOf, inLine } from '../said.ts';
import { defineTool } from '../tool.ts';

/** `components search` and `components list`. */
export const componentsSearchTool = defineTool({
  name: 'components_search',
  title: 'Find components',
  description:
    'Personas, protocols and constraints that match words, the best first; all of them without words. Next: components_show.',
  effect: 'reads',
  command: 'components list',
  input: {
    words: text('As in root cause'),
    kind: oneOf(['persona', 'protocol', 'constraint'], 'Only these'),
  },
  document: ({ words = '' }) =>
    words.trim() === '' ? 'orchestrator.components-list/1' : 'orchestrator.components-search/1',
  async call(context, { words = '', ...input }, port) {
    const { findComponents, tellComponents } = await operations();
    return words.trim() === ''
      ? tellComponents(context, input, port)
      : findComponents(context, { ...input, words: [words] }, port);
  },
  text: ({ components }) =>
    components.length === 0
      ? 'No component matches.'
      : firstOf(
          components.map(({ kind, file, layer, metadata }) => {
            const summary = 'summary' in metadata ? String(metadata.summary) : '';
            return `${kind} ${file} (${layer}): ${inLine(summary)}`;
          }),
          60,
        ),
});
