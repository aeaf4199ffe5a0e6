import type { Declare } from '../declare.ts';
import { declareCheck } from './check/declare.ts';
import { declareEval } from './eval/declare.ts';
import { declareList } from './list/declare.ts';
import { declareNew } from './new/declare.ts';
import { declareShow } from './show/declare.ts';
import { declareTest } from './test/declare.ts';

/** `goals`: what the goal map offers. */
export const declare: Declare = (command, setting) => {
  command
    .helpOption('-h, --help', 'show this help')
    .addHelpText('before', 'Examples:\n  $ orchestrator goals list\n  $ orchestrator goals show 3\n');
  declareList(command, setting);
  declareShow(command, setting);
  declareNew(command, setting);
  declareCheck(command, setting);
  declareTest(command, setting);
  declareEval(command, setting);
};
