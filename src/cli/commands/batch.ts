import { declareArchive } from './batch_archive.ts';
import { declareDecisions } from './batch_decisions.ts';
import { declareGenerate } from './batch_generate.ts';
import { declareList } from './batch_list.ts';
import { declareLogs } from './batch_logs.ts';
import { declareMerge } from './batch_merge.ts';
import { declarePrune } from './batch_prune.ts';
import { declareRetry } from './batch_retry.ts';
import { declareRun } from './batch_run.ts';
import { declareShow } from './batch_show.ts';
import { declareStatus } from './batch_status.ts';
import { declareStop } from './batch_stop.ts';
import { declareUndo } from './batch_undo.ts';
import type { Declare } from './declare.ts';

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
  declareList(command, setting);
  declareShow(command, setting);
  declareStatus(command, setting);
  declareLogs(command, setting);
  declareDecisions(command, setting);
  declareStop(command, setting);
  declareRetry(command, setting);
  declareMerge(command, setting);
  declareUndo(command, setting);
  declareArchive(command, setting);
  declarePrune(command, setting);
};
