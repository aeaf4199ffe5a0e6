import { printable, printableLine } from '../../../../lib/index.ts';
import { type ExportEvent, type ExportRequest, exportFramework } from '../../../../operations/index.ts';
import { runVerb } from '../../../run_verb.ts';
import { problemsText } from '../../../terminal/index.ts';
import type { CommandSetting, CommonOptions } from '../../declare.ts';

/** Flags of `export`. */
export type ExportFlags = CommonOptions & Omit<ExportRequest, 'wanted'>;

/** Carries the command out. */
export function exportAction(wanted: string, flags: ExportFlags, setting: CommandSetting): Promise<void> {
  return runVerb<'orchestrator.export/1', ExportEvent>(setting, {
    schema: 'orchestrator.export/1',
    json: flags.json,
    isConsent: true,
    asks: !flags.json,
    call: (port) => exportFramework(setting.context, { ...flags, wanted }, port),
    show(event, { print, inform, terminal }) {
      if (event.kind === 'planned') {
        const { files } = event;
        // A single file is printed as it is, to be read or piped; several are printed with their names.
        const heads = files.length > 1;
        return print(
          files
            .map(({ file, text, diff }) =>
              printable(flags.dryRun ? `${heads ? `--- ${printableLine(file)}\n` : ''}${text}` : diff),
            )
            .join(''),
        );
      }
      for (const { file: named, outcome } of event.files) {
        const file = printableLine(named);
        inform(
          {
            created: `Wrote ${file}.\n`,
            replaced: `Wrote ${file} again.\n`,
            merged: `Merged what is new into ${file}; your edits are in it.\n`,
            unchanged: `Nothing to do: ${file} is up to date.\n`,
            previewed: `Nothing was written to ${file}.\n`,
          }[outcome],
        );
      }
      inform(problemsText(event.problems, terminal.colours));
    },
  });
}
