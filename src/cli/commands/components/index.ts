import type { Declare } from '../declare.ts';
import { declareLint } from './lint/declare.ts';
import { declareList } from './list/declare.ts';
import { declareNew } from './new/declare.ts';
import { declarePromote } from './promote/declare.ts';
import { declareSearch } from './search/declare.ts';
import { declareShow } from './show/declare.ts';
import { declareStats } from './stats/declare.ts';

/** `components`: the library. */
export const declare: Declare = (command, setting) => {
  command
    .helpOption('-h, --help', 'show this help')
    .addHelpText(
      'before',
      'Examples:\n  $ orchestrator components list\n  $ orchestrator components search root cause\n',
    );
  declareList(command, setting);
  declareShow(command, setting);
  declareSearch(command, setting);
  declareStats(command, setting);
  declareLint(command, setting);
  declareNew(command, setting);
  declarePromote(command, setting);
};
