import type { Declare } from '../declare.ts';
import { declareCheck } from './check/declare.ts';
import { declareDraft } from './draft/declare.ts';
import { declareImport } from './import/declare.ts';
import { declareNormalise } from './normalise/declare.ts';
import { declareShow } from './show/declare.ts';
import { declareSimulate } from './simulate/declare.ts';

/** `plan`: the contents of a plan document, whether it is valid, and how it would run. */
export const declare: Declare = (command, setting) => {
  command
    .helpOption('-h, --help', 'show this help')
    .addHelpText(
      'before',
      'Examples:\n  $ orchestrator plan draft "Add a login page"\n  $ orchestrator plan check plan.md\n  $ orchestrator plan simulate plan.md --concurrency 1,2,4\n',
    );
  declareDraft(command, setting);
  declareCheck(command, setting);
  declareShow(command, setting);
  declareSimulate(command, setting);
  declareImport(command, setting);
  declareNormalise(command, setting);
};
