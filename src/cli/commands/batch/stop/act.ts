import { printableLine } from '../../../../lib/index.ts';
import { type StopEvent, stopBatch, type ViewedBatch } from '../../../../operations/index.ts';
import { statusInWords, summaryText } from '../../../batch_text/index.ts';
import { runVerb } from '../../../run_verb.ts';
import type { CommandSetting, CommonOptions } from '../../declare.ts';

/** Carries the command out. */
export function stopAction(batch: string, { json }: CommonOptions, setting: CommandSetting): Promise<void> {
  return runVerb<'orchestrator.batch-stop/1', StopEvent>(setting, {
    schema: 'orchestrator.batch-stop/1',
    json,
    asks: false,
    call: (port) => stopBatch(setting.context, { batch }, port),
    show(event, { printText, terminal }) {
      if (event.kind === 'stopped') printText(stopText(event.stopped.seen, event.stopped.owner?.pid));
      else terminal.say(`Process ${event.owner.pid} was asked to stop; it is ending its attempts first.\n`);
    },
  });
}

function stopText(seen: ViewedBatch, pid: number | undefined): string {
  const { batch } = seen.manifest;
  const what =
    pid === undefined
      ? `Batch ${batch} is not running.`
      : `Process ${pid} has stopped running batch ${batch}.`;
  return [what, printableLine(summaryText(seen, Date.now())), statusInWords(seen), ''].join('\n');
}
