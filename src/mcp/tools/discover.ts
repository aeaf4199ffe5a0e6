import { oneOf } from '../fields.ts';
import { operations } from '../operations.ts';
import { lines } from '../text_lines.ts';
import { defineTool } from '../tool.ts';

/** `discover`. */
export const discoverTool = defineTool({
  name: 'discover',
  title: 'Get to know the project',
  description:
    'Finds out how the project is built, tested, run and laid out, each statement with file and line, and saves it in .orchestrator/context.md. Asks no model and runs nothing from the project. Call it before planning.',
  effect: 'adds',
  usesProject: true,
  command: 'discover',
  input: {
    budget: oneOf(['minimal', 'standard', 'full'], 'The level of detail; default: minimal, about 600 tokens'),
  },
  document: 'orchestrator.discover/1',
  call: async (context, { budget = 'minimal' }, port) =>
    (await operations()).discoverProject(context, { budget }, port),
  text: ({ text, written }) => lines([text, written.length === 0 ? '' : `Wrote ${written.join(', ')}.`]),
});
