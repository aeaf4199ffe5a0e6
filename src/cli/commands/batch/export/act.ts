import { countOf } from '../../../../lib/index.ts';
import { type ExportBatchEvent, type ExportBatchRequest, exportBatch } from '../../../../operations/index.ts';
import { runVerb } from '../../../run_verb.ts';
import { problemsText } from '../../../terminal/index.ts';
import type { CommandSetting, CommonOptions } from '../../declare.ts';
import { type AsTyped, figuresOf } from '../../run_options.ts';

/** Flags of `batch export`. */
export type BatchExportFlags = CommonOptions & AsTyped<Omit<ExportBatchRequest, 'batch'>>;

/** Carries the command out. */
export function exportAction(batch: string, flags: BatchExportFlags, setting: CommandSetting): Promise<void> {
  return runVerb<'orchestrator.batch-export/1', ExportBatchEvent>(setting, {
    schema: 'orchestrator.batch-export/1',
    json: flags.json,
    asks: false,
    call: (port) => exportBatch(setting.context, { ...figuresOf(flags), batch }, port),
    show(event, { print, say, terminal }) {
      if (flags.json) return;
      if (event.kind === 'results') {
        const { folder, phases } = event.exported;
        print(`Written to ${folder}: the results of ${countOf(phases.length, 'phase')}.\n`);
        return say(`To import them where the batch is: orchestrator batch import ${batch} FOLDER\n`);
      }
      const { text, file, jobs, problems } = event;
      say(problemsText(problems, terminal.colours));
      if (file === undefined) return print(text);
      print(`Written to ${file}: ${countOf(jobs.length, 'job')}.\n`);
      say(
        `Commit it, push, and start it; then: gh run download, and orchestrator batch import ${batch} FOLDERS\n`,
      );
    },
  });
}
