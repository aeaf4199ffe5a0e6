import { declareGenerate } from './batch_generate.ts';
import { declareList } from './batch_list.ts';
import { declareRun } from './batch_run.ts';
import { declareShow } from './batch_show.ts';
import type { Declare } from './declare.ts';

/** `batch`: a plan's whole execution, from its prompts on. */
export const declare: Declare = (command, setting) => {
  command
    .helpOption('-h, --help', 'show this help')
    .addHelpText(
      'before',
      'Examples:\n  $ orchestrator batch generate plan.md\n  $ orchestrator batch show 1\n',
    );
  declareGenerate(command, setting);
  declareRun(command, setting);
  declareList(command, setting);
  declareShow(command, setting);
};
