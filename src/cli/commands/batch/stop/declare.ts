import { printableLine } from '../../../../lib/index.ts';
import {
  batchStatus,
  type SeenBatch,
  standingInWords,
  stopBatch,
  summaryText,
} from '../../../../operations/index.ts';
import { jsonDocument, reportFailure } from '../../../terminal/index.ts';
import { watchSignals } from '../../../terminal/signals.ts';
import { type CommandSetting, type CommonOptions, type Declare, withCommonOptions } from '../../declare.ts';

const SCHEMA = 'orchestrator.batch-stop/1' as const;

/** Declares `batch stop`: asks whoever runs a batch to stop. */
export const declareStop: Declare = (batch, setting) => {
  const verb = batch
    .command('stop')
    .description('ask the process that runs a batch to stop, and wait for it');
  withCommonOptions(verb, ['orchestrator batch stop 44', 'orchestrator batch stop 44 --json'])
    .argument('<batch>', 'the number of the batch')
    .action((number: string, flags: CommonOptions) => stopAction(number, flags, setting));
};

async function stopAction(
  wanted: string,
  { json = false }: CommonOptions,
  { context, terminal, finish }: CommandSetting,
): Promise<void> {
  const signals = watchSignals();
  const tell = ({ pid }: { readonly pid: number }) =>
    terminal.say(`Process ${pid} was asked to stop; it ends its attempts first.\n`);
  try {
    const stopped = await stopBatch(context, wanted, { signal: signals.signal, tell });
    if (!stopped.ok) {
      const code = reportFailure(stopped, { terminal, json, schema: SCHEMA });
      return finish(signals.endedBy() ?? code);
    }
    const { owner, seen } = stopped.value;
    if (json) {
      const { manifest, state, isHeld, problems } = seen;
      const { batch, state: standing, counts } = batchStatus(manifest, state, { isHeld });
      const told = owner === undefined ? null : { pid: owner.pid, host: owner.host };
      terminal.out(jsonDocument(SCHEMA, { ok: true, batch, state: standing, owner: told, counts, problems }));
    } else terminal.out(stopText(seen, owner?.pid));
    finish(0);
  } finally {
    signals.end();
  }
}

function stopText(seen: SeenBatch, pid: number | undefined): string {
  const { batch } = seen.manifest;
  const what =
    pid === undefined ? `Nobody runs batch ${batch}.` : `Process ${pid} has let batch ${batch} go.`;
  return [what, printableLine(summaryText(seen, Date.now())), standingInWords(seen), ''].join('\n');
}
