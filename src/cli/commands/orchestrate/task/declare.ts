import { collect, type Declare, withCommonOptions, withWorkspaceOptions } from '../../declare.ts';
import { withModelOptions } from '../../option_groups.ts';
import { OF_A_PART, withRunOptions } from '../../run_options.ts';
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
    .argument('<task...>', 'what is to be done: words, @file, or - for standard input')
    .option(
      '--files <path>',
      'what it may touch: a file, folder or glob (repeatable; default: everything)',
      collect,
    )
    .option('--gate <command>', 'fails as long as it is not done (repeatable)', collectGate)
    .option('--no-gate', 'nothing but the work itself says that it is done')
    .option('--out <file>', 'write the plan there, which must not exist yet')
    .option('--again', 'do it once more, even where there is a plan for it')
    .option('--plan-only', 'write the plan, and stop there');
  withModelOptions(command, 'the model that writes missing components');
  withRunOptions(command, ...OF_A_PART);
  withRunOptions(command.option('--no-generate', 'do not have missing components generated'), 'yes').action(
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
