import { flag, oneOf, path, required, text } from '../fields.ts';
import { operations } from '../operations.ts';
import { lines } from '../text_lines.ts';
import { defineTool } from '../tool.ts';
import { planText } from './plan_text.ts';

/** `plan import`. */
export const planImportTool = defineTool({
  name: 'plan_import',
  title: 'Import a task list',
  description:
    'Turns a task list or any document (Spec Kit, Task Master, OpenSpec, Cursor, todo.txt, Markdown) into a plan in a new file, and says what was inferred and left out. Next: plan_check.',
  effect: 'adds',
  usesProject: true,
  asks: true,
  command: 'plan import',
  input: {
    file: required(path('The document')),
    from: oneOf(
      [
        'auto',
        'phases',
        'tasks',
        'spec-kit',
        'task-master',
        'openspec',
        'gsd',
        'cursor',
        'task-file',
        'todo-txt',
      ],
      'Its format; default: auto',
    ),
    section: text('The heading of the section that is the work'),
    inOrder: flag('Make each task depend on the one before it'),
    keepDone: flag('Include what is done'),
    out: path('A new file; default: one in .orchestrator/plans'),
    dryRun: flag('Write nothing'),
  },
  document: 'orchestrator.plan-import/1',
  call: async (context, { from = 'auto', ...input }, port) =>
    (await operations()).importNewPlan(context, { ...input, from }, port),
  text: (document) =>
    lines([
      document.written ? `Wrote ${document.file}.` : 'Nothing was written.',
      planText(document),
      ...document.inferred.map(({ phase, on, reason }) => `inferred: ${phase} after ${on} (${reason})`),
      ...document.leftOut.map(({ title, state }) => `left out (${state}): ${title}`),
    ]),
});
