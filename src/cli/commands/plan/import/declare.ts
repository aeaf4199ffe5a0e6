import { type Declare, withCommonOptions } from '../../declare.ts';
import { withModelOptions } from '../../option_groups.ts';
import { SECTION_OPTION } from '../reading_flags.ts';
import type { PlanImportFlags } from './act.ts';

/** Declares `plan import`: turns a task list into a plan. */
export const declareImport: Declare = (plan, setting) => {
  const verb = plan
    .command('import')
    .description(
      'turn a task list or roadmap into a plan: lists, headings, or a file of Spec Kit, Task Master, OpenSpec, GSD or Cursor, or a todo.txt',
    );
  withCommonOptions(verb, [
    'orchestrator plan import todo.md',
    'orchestrator plan import specs/001-albums/tasks.md --dry-run',
    'orchestrator plan import .taskmaster/tasks/tasks.json --tag master --out plan.md',
    'orchestrator plan import notes.md --with-model     if the rules cannot find the work',
  ])
    .argument('<file>', 'the task list, or - for standard input')
    .option(
      '--from <format>',
      'auto, phases, tasks, spec-kit, task-master, openspec, gsd, cursor, task-file or todo-txt',
      'auto',
    )
    .option(...SECTION_OPTION)
    .option('--tag <name>', 'which list of a Task Master file, if it has several')
    .option(
      '--in-order',
      'in a plain list, let each task depend on the one above it unless it says otherwise',
    )
    .option('--keep-done', 'include tasks that are done')
    .option(
      '--out <file>',
      'the file for the plan, which must not exist yet; - is standard output (default: a free name in .orchestrator/plans)',
    )
    .option('--with-model', 'let a model point out which lines are the work; all text stays unchanged')
    .option('--dry-run', 'print the plan; write nothing');
  withModelOptions(verb, 'the model that points').action(async (file: string, flags: PlanImportFlags) => {
    const { importAction } = await import('./act.ts');
    await importAction(file, flags, setting);
  });
};
