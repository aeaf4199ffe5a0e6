import { printable, printableLine } from '../../../../lib/index.ts';
import { type InstallEvent, type InstallRequest, installMcp } from '../../../../operations/index.ts';
import { runVerb } from '../../../run_verb.ts';
import { problemsText } from '../../../terminal/index.ts';
import type { CommandSetting, CommonOptions } from '../../declare.ts';

/** Flags of `mcp install`. */
export type InstallFlags = CommonOptions & InstallRequest;

/** Carries the command out. */
export function installAction(flags: InstallFlags, setting: CommandSetting): Promise<void> {
  return runVerb<'orchestrator.mcp-install/1', InstallEvent>(setting, {
    schema: 'orchestrator.mcp-install/1',
    json: flags.json,
    isConsent: true,
    asks: !flags.json,
    call: (port) => installMcp(setting.context, flags, port),
    show(event, { print, inform, terminal }) {
      if (event.kind === 'change') return print(printable(event.diff));
      const { title, outcome, note, problems } = event;
      const file = printableLine(event.file);
      const said = {
        written: `Wrote ${file}${problems.length > 0 ? '' : `: ${title} starts the server from now on`}.\n`,
        unchanged: `Nothing to do: ${file} already has it.\n`,
        previewed: `Nothing was written to ${file}.\n`,
      }[outcome];
      inform(`${said}${note === undefined || outcome === 'unchanged' ? '' : `${note}\n`}`);
      inform(problemsText(problems, terminal.colours));
    },
  });
}
