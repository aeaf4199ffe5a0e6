import type { Declare } from '../declare.ts';
import { declareAnswer } from './answer/declare.ts';
import { declareArchive } from './archive/declare.ts';
import { declareAttempt } from './attempt/declare.ts';
import { declareDecisions } from './decisions/declare.ts';
import { declareExport } from './export/declare.ts';
import { declareGenerate } from './generate/declare.ts';
import { declareImport } from './import/declare.ts';
import { declareList } from './list/declare.ts';
import { declareLogs } from './logs/declare.ts';
import { declareMerge } from './merge/declare.ts';
import { declarePrune } from './prune/declare.ts';
import { declareReport } from './report/declare.ts';
import { declareResults } from './results/declare.ts';
import { declareRetry } from './retry/declare.ts';
import { declareReview } from './review/declare.ts';
import { declareRun } from './run/declare.ts';
import { declareShow } from './show/declare.ts';
import { declareStats } from './stats/declare.ts';
import { declareStatus } from './status/declare.ts';
import { declareStop } from './stop/declare.ts';
import { declareSubmit } from './submit/declare.ts';
import { declareUndo } from './undo/declare.ts';
import { declareUpdateContext } from './update_context/declare.ts';
import { declareWatch } from './watch/declare.ts';

/** `batch`: a plan's whole execution, from its prompts on. */
export const declare: Declare = (command, setting) => {
  command
    .helpOption('-h, --help', 'show this help')
    .addHelpText(
      'before',
      'Examples:\n  $ orchestrator batch generate plan.md\n  $ orchestrator batch show 1\n  $ orchestrator batch status\n',
    );
  declareGenerate(command, setting);
  declareRun(command, setting);
  declareSubmit(command, setting);
  declareExport(command, setting);
  declareAttempt(command, setting);
  declareImport(command, setting);
  declareList(command, setting);
  declareShow(command, setting);
  declareStatus(command, setting);
  declareLogs(command, setting);
  declareDecisions(command, setting);
  declareAnswer(command, setting);
  declareReview(command, setting);
  declareReport(command, setting);
  declareResults(command, setting);
  declareStats(command, setting);
  declareUpdateContext(command, setting);
  declareWatch(command, setting);
  declareStop(command, setting);
  declareRetry(command, setting);
  declareMerge(command, setting);
  declareUndo(command, setting);
  declareArchive(command, setting);
  declarePrune(command, setting);
};
