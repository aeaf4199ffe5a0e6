import { reportStats, type StatsEvent } from '../../../../operations/index.ts';
import { runVerb } from '../../../run_verb.ts';
import { problemsText } from '../../../terminal/index.ts';
import type { CommandSetting, CommonOptions } from '../../declare.ts';
import { statsText } from './text.ts';

/** Carries the command out. */
export function statsAction({ json }: CommonOptions, setting: CommandSetting): Promise<void> {
  return runVerb<'orchestrator.batch-stats/1', StatsEvent>(setting, {
    schema: 'orchestrator.batch-stats/1',
    json,
    asks: false,
    call: (port) => reportStats(setting.context, {}, port),
    show({ stats }, { printText, inform, terminal }) {
      if (stats.batches.length > 0) printText(statsText(stats));
      else if (stats.problems.every(({ severity }) => severity !== 'error'))
        inform('No batch has been run here yet.\n');
      else inform('None of the batches here could be read.\n');
      inform(problemsText(stats.problems, terminal.colours));
    },
  });
}
