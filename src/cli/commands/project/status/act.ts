import { reportStatus, type StatusEvent } from '../../../../operations/index.ts';
import { runVerb } from '../../../run_verb.ts';
import { problemsText } from '../../../terminal/index.ts';
import { type CommandSetting, type WorkspaceFlags, workspaceOptions } from '../../declare.ts';
import { statusText } from './text.ts';

/** Flags of `status`. */
export type StatusFlags = WorkspaceFlags;

/** Carries the command out. */
export function statusAction(flags: StatusFlags, setting: CommandSetting): Promise<void> {
  return runVerb<'orchestrator.status/1', StatusEvent>(setting, {
    schema: 'orchestrator.status/1',
    json: flags.json,
    asks: false,
    call: (port) => reportStatus(setting.context, workspaceOptions(flags), port),
    async show({ status }, { print, inform, terminal }) {
      print(statusText(status, { width: await terminal.dataColumns(), now: Date.now() }));
      inform(problemsText(status.problems, terminal.colours));
    },
  });
}
