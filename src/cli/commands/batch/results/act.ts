import { type ResultsEvent, reportResults } from '../../../../operations/index.ts';
import { runVerb } from '../../../run_verb.ts';
import { problemsText } from '../../../terminal/index.ts';
import type { CommandSetting, CommonOptions } from '../../declare.ts';
import { resultsText } from './text.ts';

/** Carries the command out. */
export function resultsAction(
  batch: string | undefined,
  { json }: CommonOptions,
  setting: CommandSetting,
): Promise<void> {
  return runVerb<'orchestrator.batch-results/1', ResultsEvent>(setting, {
    schema: 'orchestrator.batch-results/1',
    json,
    asks: false,
    call: (port) => reportResults(setting.context, { batch }, port),
    show({ results }, { printText, inform, terminal }) {
      printText(resultsText(results));
      inform(problemsText(results.problems, terminal.colours));
    },
  });
}
