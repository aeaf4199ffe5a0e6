import { flag, oneOf, path, text, texts, textsByName } from '../fields.ts';
import { operations } from '../operations.ts';
import { assignments, lines } from '../text_lines.ts';
import { defineTool } from '../tool.ts';

/** `new`: a framework. */
export const newTool = defineTool({
  name: 'new',
  title: 'Make a prompt framework',
  description:
    'Writes a prompt framework (persona and prompt template) for one goal into output/<name>/. Call goals first to choose one, or give from: a sentence about the work. An existing framework is kept unless onConflict says otherwise. Next: fill.',
  effect: 'adds',
  asks: true,
  command: 'new',
  input: {
    name: text('Letters, digits and _, as in Api_Audit'),
    goal: text('A goal’s name or number'),
    from: text('A sentence about the work, in place of a goal'),
    title: text('Who answers, as in The API Auditor'),
    persona: text('A persona’s file, instead of the goal’s'),
    addConstraint: texts('Constraints’ files, added to the goal’s'),
    variant: text('A variant of the goal'),
    set: textsByName('Values of inputs, by the input’s name'),
    output: path('A folder for it, instead of output'),
    onConflict: oneOf(
      ['keep', 'overwrite', 'merge'],
      'What to do with an existing one that differs; default: keep',
    ),
    dryRun: flag('Write nothing'),
  },
  document: 'orchestrator.new/1',
  call: async (context, { set, onConflict = 'keep', ...input }, port) =>
    (await operations()).newFramework(
      context,
      {
        ...input,
        ...(set === undefined ? {} : { set: assignments(set) }),
        ...{ onConflict, generate: false, yes: true },
      },
      port,
    ),
  text: ({ outcome, dryRun, framework, components }) =>
    lines([
      framework === null
        ? 'No framework.'
        : `${dryRun ? 'Would write' : `Outcome ${outcome}`}: ${framework.name} (${framework.goal}) in ${framework.directory}`,
      ...components.map(({ kind, file, status }) => `${kind} ${file}: ${status}`),
    ]),
});
