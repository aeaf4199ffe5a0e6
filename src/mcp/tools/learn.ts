import { oneOf, places, required, text } from '../fields.ts';
import { operations } from '../operations.ts';
import { escapeDash, lines } from '../text_lines.ts';
import { defineTool } from '../tool.ts';
import { factLine } from './memory_text.ts';

/** `learn`. */
export const learnTool = defineTool({
  name: 'learn',
  title: 'Keep what was learned',
  description:
    'Saves one fact about the project in .orchestrator/memory, with the lines that support it: when they change it counts as stale, and later plans do not get it. Call recall first. Never save keys or passwords.',
  effect: 'adds',
  usesProject: true,
  command: 'learn',
  input: {
    text: required(text('One short, plain sentence')),
    kind: oneOf(['decision', 'lesson', 'failure', 'convention'], 'Default lesson'),
    cite: places('path, path:12 or path:12-20, from the root'),
    source: text('Its source, such as an issue or a conversation'),
  },
  document: 'orchestrator.learn/1',
  call: async (context, input, port) =>
    (await operations()).learn(context, { ...input, text: escapeDash(input.text) }, port),
  text: ({ facts, isNew }) =>
    lines([isNew ? 'Kept:' : 'This was known already:', ...facts.map((fact) => factLine(fact))]),
});
