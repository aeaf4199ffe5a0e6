import { collect, type Declare, withCommonOptions, withWorkspaceOptions } from '../../declare.ts';
import { withModelOptions } from '../../option_groups.ts';
import { PARTIAL_RUN_OPTIONS, withRunOptions } from '../../run_options.ts';
import type { TaskFlags } from './act.ts';

/** `execute-task`: runs a plan of one phase. */
export const declare: Declare = (command, setting) => {
  withWorkspaceOptions(
    withCommonOptions(command, [
      'orchestrator execute-task "Rename getUser to findUser" --files src/user.js --gate "npm test"',
      'orchestrator execute-task "Write a changelog" --no-gate --yes',
      'orchestrator execute-task @task.md --plan-only',
    ]),
  )
    .argument('<task...>', 'the task: words, @file, or - for standard input')
    .option(
      '--files <path>',
      'what it may touch: a file, folder or glob (repeatable; default: everything)',
      collect,
    )
    .option('--gate <command>', 'a command that fails until the task is done (repeatable)', collectGate)
    .option('--no-gate', 'no command can check the result')
    .option('--out <file>', 'the file for the plan, which must not exist yet')
    .option('--again', 'do it again, even if there is a plan for it')
    .option('--plan-only', 'write the plan, and stop there');
  withModelOptions(command, 'the model that writes missing components');
  withRunOptions(command, ...PARTIAL_RUN_OPTIONS);
  withRunOptions(command.option('--no-generate', 'do not generate missing components'), 'yes').action(
    async (words: readonly string[], flags: TaskFlags) => {
      const { taskAction } = await import('./act.ts');
      await taskAction(words, flags, setting);
    },
  );
};

/** As `collect`, where `--no-gate` may have come before. */
const collectGate = Object.assign(
  (value: string, before: readonly string[] | boolean | undefined): readonly string[] =>
    collect(value, Array.isArray(before) ? before : undefined),
  { repeats: true },
);
