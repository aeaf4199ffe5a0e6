import { text } from '../fields.ts';
import { operations } from '../operations.ts';
import { firstOf } from '../text_lines.ts';
import { defineTool } from '../tool.ts';
import { factLine } from './memory_text.ts';

/** `memory search` and `memory list`. */
export const recallTool = defineTool({
  name: 'recall',
  title: 'Recall what was learned',
  description:
    'Decisions, lessons, failures and conventions of the project that match words, the best first; all of them without words. Those whose lines have changed are left out. Call it before work on a part of the project.',
  effect: 'reads',
  usesProject: true,
  command: 'memory list',
  input: { words: text('As in login session') },
  document: ({ words = '' }) =>
    words.trim() === '' ? 'orchestrator.memory-list/1' : 'orchestrator.memory-search/1',
  async call(context, { words = '' }, port) {
    const { listMemory, searchMemory } = await operations();
    return words.trim() === ''
      ? listMemory(context, { isForModel: true }, port)
      : searchMemory(context, { query: words, isForModel: true }, port);
  },
  text: ({ facts }, { words = '' }) => {
    if (facts.length > 0)
      return firstOf(
        facts.map((fact) => factLine(fact)),
        60,
      );
    return words.trim() === ''
      ? 'There are no facts that hold.'
      : 'No fact that holds matches; without words it gives all of them.';
  },
});
