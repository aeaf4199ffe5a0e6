import { text } from '../fields.ts';
import { operations } from '../operations.ts';
import { escapeArgument, firstOf, onOneLine } from '../text_lines.ts';
import { defineTool, notTogether } from '../tool.ts';

/** `patterns match`, `patterns show` and `patterns list`. */
export const patternsTool = defineTool({
  name: 'patterns',
  title: 'Find a pattern',
  description:
    'Proven sequences of phases: those that fit a task, with the reasons; one in full by its id; all of them without either.',
  effect: 'reads',
  command: 'patterns list',
  input: {
    task: text('As in a REST API with login'),
    id: text('As in built-in/rest-api'),
  },
  document: ({ task = '', id = '' }) =>
    task.trim() !== ''
      ? 'orchestrator.patterns-match/1'
      : id.trim() !== ''
        ? 'orchestrator.patterns-show/1'
        : 'orchestrator.patterns-list/1',
  async call(context, { task = '', id = '' }, port) {
    const { listPatterns, matchTask, showPattern } = await operations();
    if (task.trim() !== '' && id.trim() !== '') return notTogether('task', 'id');
    if (task.trim() !== '') return matchTask(context, { words: [escapeArgument(task)] }, port);
    if (id.trim() !== '') return showPattern(context, { id: id.trim() }, port);
    return listPatterns(context, {}, port);
  },
  text: (document) => {
    if ('matches' in document)
      return document.matches.length === 0
        ? 'Nothing fits.'
        : document.matches.map(({ pattern, why }) => `${pattern.id}: ${onOneLine(why)}`).join('\n');
    if ('phases' in document)
      return document.phases
        .map(({ title, goal }, place) => `${place + 1}. ${onOneLine(title)}: ${onOneLine(goal)}`)
        .join('\n');
    return firstOf(
      document.patterns.map(({ id, name, record }) => `${id}: ${onOneLine(name)} (${record.stage})`),
      60,
    );
  },
});
