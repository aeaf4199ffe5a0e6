import { printableLine } from '../../../lib/index.ts';
import { type RetriedPhase, retryPhase } from '../../../operations/index.ts';
import { jsonDocument, problemsText, reportFailure } from '../../terminal/index.ts';
import { type CommandSetting, type CommonOptions, type Declare, withCommonOptions } from '../declare.ts';

const SCHEMA = 'orchestrator.batch-retry/1';

type RetryFlags = CommonOptions & { readonly phase: string; readonly dryRun?: boolean };

/** Declares `batch retry`: gives a failed phase another round of tries. */
export const declareRetry: Declare = (batch, setting) => {
  const verb = batch.command('retry').description('have a failed phase tried again, with the next run');
  withCommonOptions(verb, [
    'orchestrator batch retry 44 --phase 2a',
    'orchestrator batch retry 44 --phase PRP-44.2.1 --json',
  ])
    .argument('<batch>', 'the number of the batch')
    .requiredOption('--phase <id>', 'the phase, by its id in the plan or as PRP-44.2.1')
    .option('--dry-run', 'say what would be tried again; change nothing')
    .action((number: string, flags: RetryFlags) => retryAction(number, flags, setting));
};

async function retryAction(
  number: string,
  { json = false, phase, dryRun = false }: RetryFlags,
  { context, terminal, finish }: CommandSetting,
): Promise<void> {
  const empty = { dryRun, batch: null, phase: null, freed: [], attempts: null };
  const retried = await retryPhase(context, number, { phase, dryRun });
  if (!retried.ok) return finish(reportFailure(retried, { terminal, json, schema: SCHEMA, empty }));
  const { warnings: problems, batch, freed, attempts } = retried.value;
  const { id } = retried.value.phase;
  if (json)
    terminal.out(jsonDocument(SCHEMA, { ok: true, dryRun, batch, phase: id, freed, attempts, problems }));
  else {
    terminal.say(problemsText(problems, terminal.colours));
    terminal.out(retriedText(retried.value, dryRun));
  }
  finish(0);
}

function retriedText({ batch, phase, freed }: RetriedPhase, dryRun: boolean): string {
  const waits = dryRun ? 'would wait again' : 'waits again';
  const others =
    freed.length === 0
      ? ''
      : `, and so ${dryRun ? 'would' : 'do'} those that it blocked: ${freed.join(', ')}`;
  const next = dryRun ? '' : `Next: orchestrator batch run ${batch}\n`;
  return `Phase ${phase.id} (${phase.prp}: ${printableLine(phase.title)}) ${waits}${others}.\n${next}`;
}
