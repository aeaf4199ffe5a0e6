import { collect, type Declare, withCommonOptions } from '../../declare.ts';
import type { PlanSimulateFlags } from '../flags.ts';
import { SECTION_OPTION } from '../reading_flags.ts';

/** Declares `plan simulate`: how long a plan takes with different numbers of workers. */
export const declareSimulate: Declare = (plan, setting) => {
  const verb = plan
    .command('simulate')
    .description(
      'how long a plan takes with one, two, four … phases at a time; needs a known order and estimates',
    );
  withCommonOptions(verb, [
    'orchestrator plan simulate plan.md',
    'orchestrator plan simulate plan.md --concurrency 1,2,3 --json',
    'orchestrator plan simulate plan.md --quota 5h:40',
    'orchestrator plan simulate plan.md --calibrated',
  ])
    .argument('<file>', 'the plan, or - for standard input')
    .option(...SECTION_OPTION)
    .option('--concurrency <numbers>', 'how many phases run at the same time, separated by commas', '1,2,4,8')
    .option(
      '--quota <window:attempts>',
      'how many attempts may start in a window, as 5h:40, or claude=5h:40 for one executor (repeatable)',
      collect,
    )
    .option('--calibrated', 'scale estimates by how long phases of earlier batches took')
    .action(async (file: string, flags: PlanSimulateFlags) => {
      const { simulateAction } = await import('./act.ts');
      await simulateAction(file, flags, setting);
    });
};
