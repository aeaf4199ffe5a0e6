import { printable, printableLine } from '../../../../lib/index.ts';
import { type ExportEvent, type ExportRequest, exportFramework } from '../../../../operations/index.ts';
import { runVerb } from '../../../run_verb.ts';
import type { CommandSetting, CommonOptions } from '../../declare.ts';

/** What the flags of `export` give. */
export type ExportFlags = CommonOptions & Omit<ExportRequest, 'wanted'>;

/** Carries the command out. */
export function exportAction(wanted: string, flags: ExportFlags, setting: CommandSetting): Promise<void> {
  return runVerb<'orchestrator.export/1', ExportEvent>(setting, {
    schema: 'orchestrator.export/1',
    json: flags.json,
    isConsent: true,
    asks: !flags.json,
    call: (port) => exportFramework(setting.context, { ...flags, wanted }, port),
    show(event, { print, tell }) {
      if (event.kind === 'planned') return print(printable(flags.dryRun ? event.text : event.diff));
      const file = printableLine(event.file);
      tell(
        {
          created: `Wrote ${file}.\n`,
          replaced: `Wrote ${file} anew.\n`,
          unchanged: `Nothing to do: ${file} is as it would be written.\n`,
          previewed: `Nothing was written to ${file}.\n`,
        }[event.outcome],
      );
    },
  });
}
