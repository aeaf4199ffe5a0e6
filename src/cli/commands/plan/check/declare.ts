import { type Declare, withCommonOptions, withGoalMapOption } from '../../declare.ts';
import type { PlanCheckFlags } from '../flags.ts';
import { SECTION_OPTION } from '../reading_flags.ts';

/** Declares `plan check`: validates a plan and shows how it would run. */
export const declareCheck: Declare = (plan, setting) => {
  const verb = plan.command('check').description('check a plan: its phases, dependencies, files and gates');
  withGoalMapOption(
    withCommonOptions(verb, [
      'orchestrator plan check plan.md',
      'orchestrator plan check plan.md --fix',
      'orchestrator plan check - --json < plan.md',
    ]),
  )
    .argument('<file>', 'the plan, or - for standard input')
    .option(...SECTION_OPTION)
    .option('--strict', 'treat warnings as errors')
    .option('--fix', 'add dependencies between phases that touch the same file, if that costs no time')
    .option('--dry-run', 'with --fix, print what would change; write nothing')
    .action(async (file: string, flags: PlanCheckFlags) => {
      const { checkAction } = await import('./act.ts');
      await checkAction(file, flags, setting);
    });
};
