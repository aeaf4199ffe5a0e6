import type { FailureCause } from '../../../../diagnostics/index.ts';
import {
  takesStandardInput,
  type UpdateEvent,
  type UpdateOptions,
  updateFrameworks,
} from '../../../../operations/index.ts';
import { showGeneration } from '../../../generation_text.ts';
import { runVerb } from '../../../run_verb.ts';
import { EXIT_CODES } from '../../../terminal/index.ts';
import type { CommandSetting, CommonOptions } from '../../declare.ts';
import { reportText } from './text.ts';

/** Flags of `update`. */
export type UpdateFlags = CommonOptions & Omit<UpdateOptions, 'frameworks'>;

/** Carries the command out: each framework is reported as soon as it is done, and the worst outcome sets the exit code. */
export function updateAction(
  frameworks: readonly string[],
  flags: UpdateFlags,
  setting: CommandSetting,
): Promise<void> {
  const { json = false } = flags;
  const causes: FailureCause[] = [];
  return runVerb<'orchestrator.update/1', UpdateEvent>(setting, {
    schema: 'orchestrator.update/1',
    json,
    asks: !takesStandardInput(flags),
    call: (port) => updateFrameworks(setting.context, { ...flags, frameworks }, port),
    show(event, screen) {
      if (event.kind !== 'updated' && event.kind !== 'no-frameworks') return showGeneration(event, screen);
      if (event.kind === 'updated' && event.report.cause !== null) causes.push(event.report.cause);
      if (json) return;
      if (event.kind === 'no-frameworks')
        return screen.say('There are no frameworks here; create one with `orchestrator new`.\n');
      const { data, messages } = reportText(event.report, screen.terminal.colours);
      if (data !== '') screen.print(data);
      screen.say(messages);
    },
    exitCode: () => Math.max(0, ...causes.map((cause) => EXIT_CODES[cause])),
  });
}
