import type { Declare } from './declare.ts';
import { declareCheck } from './plan_check.ts';
import { declareShow } from './plan_show.ts';
import { declareSimulate } from './plan_simulate.ts';

/** `plan`: what a plan document says, whether it holds, and how it would go. */
export const declare: Declare = (command, setting) => {
  command
    .helpOption('-h, --help', 'show this help')
    .addHelpText(
      'before',
      'Examples:\n  $ orchestrator plan check plan.md\n  $ orchestrator plan simulate plan.md --concurrency 1,2,4\n',
    );
  declareCheck(command, setting);
  declareShow(command, setting);
  declareSimulate(command, setting);
};
