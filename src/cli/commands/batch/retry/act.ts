import { printableLine } from '../../../../lib/index.ts';
import {
  type RetriedPhases,
  type RetryEvent,
  type RetryRequest,
  retryBatch,
} from '../../../../operations/index.ts';
import { runVerb } from '../../../run_verb.ts';
import { problemsText } from '../../../terminal/index.ts';
import type { CommandSetting, CommonOptions } from '../../declare.ts';

/** Flags of `batch retry`. */
export type RetryFlags = CommonOptions &
  Omit<RetryRequest, 'batch' | 'phases'> & { readonly phase?: readonly string[] };

/** Carries the command out. */
export function retryAction(
  batch: string,
  { phase: phases, ...flags }: RetryFlags,
  setting: CommandSetting,
): Promise<void> {
  return runVerb<'orchestrator.batch-retry/1', RetryEvent>(setting, {
    schema: 'orchestrator.batch-retry/1',
    json: flags.json,
    asks: false,
    call: (port) => retryBatch(setting.context, { ...flags, batch, phases }, port),
    show({ retried, isDryRun }, { inform, printText, terminal }) {
      inform(problemsText(retried.warnings, terminal.colours));
      printText(retriedText(retried, isDryRun));
    },
  });
}

function retriedText({ batch, phases, freed, rebase }: RetriedPhases, dryRun: boolean): string {
  const lines = phases.map(({ phase: { id, prp, title } }) => {
    const waits = dryRun ? 'would wait again' : 'waits again';
    return `Phase ${id} (${prp}: ${printableLine(title)}) ${waits}.\n`;
  });
  const others =
    freed.length === 0 ? '' : `So ${dryRun ? 'would' : 'do'} those that were blocked: ${freed.join(', ')}.\n`;
  const taken =
    rebase === undefined
      ? ''
      : rebase.from === rebase.to
        ? 'The batch has everything that your branch has.\n'
        : `The batch ${dryRun ? 'would include' : 'now includes'} your branch; phases that have not begun start at ${rebase.to.slice(0, 12)}.\n`;
  const next = dryRun ? '' : `Next: orchestrator batch run ${batch}\n`;
  return `${taken}${lines.join('')}${others}${next}`;
}
