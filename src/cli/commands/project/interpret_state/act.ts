import { type InterpretEvent, interpretState } from '../../../../operations/index.ts';
import { runVerb } from '../../../run_verb.ts';
import { problemsText } from '../../../terminal/index.ts';
import { columns } from '../../../terminal/table.ts';
import type { CommandSetting, CommonOptions } from '../../declare.ts';

/** Flags of `interpret-state`. */
export type InterpretFlags = CommonOptions & { readonly since?: string };

/** Carries the command out. */
export function interpretAction(flags: InterpretFlags, setting: CommandSetting): Promise<void> {
  return runVerb<'orchestrator.interpret-state/1', InterpretEvent>(setting, {
    schema: 'orchestrator.interpret-state/1',
    json: flags.json,
    asks: false,
    call: (port) => interpretState(setting.context, flags, port),
    async show({ happened: { lines, since, problems } }, { print, inform, terminal }) {
      const width = await terminal.dataColumns();
      if (lines.length > 0)
        print(
          columns(
            lines.map(({ at, text }) => [shownTime(at), text]),
            { width },
          ),
        );
      else inform(`Nothing has happened${since === null ? ' here yet' : ` since ${shownTime(since)}`}.\n`);
      inform(problemsText(problems, terminal.colours));
    },
  });
}

/** A time in the local clock and calendar. */
function shownTime(at: string | null): string {
  const time = new Date(at ?? Number.NaN);
  if (Number.isNaN(time.getTime())) return 'now';
  const pad = (part: number) => `${part}`.padStart(2, '0');
  return `${time.getFullYear()}-${pad(time.getMonth() + 1)}-${pad(time.getDate())} ${pad(time.getHours())}:${pad(time.getMinutes())}`;
}
