import { printable, printableLine } from '../../../../lib/index.ts';
import {
  executeTask,
  type RunEvent,
  type TaskEvent,
  type TaskRequest,
} from '../../../../operations/index.ts';
import type { Screen } from '../../../screen.ts';
import { EXIT_CODES, problemsText } from '../../../terminal/index.ts';
import { showGenerate } from '../../batch/generate/text.ts';
import type { BatchRunFlags } from '../../batch/run/act.ts';
import { runWithDisplay } from '../../batch/run/run_with_display.ts';
import type { CommandSetting, CommonOptions } from '../../declare.ts';
import { figuresOf } from '../../run_options.ts';

/** Flags of `execute-task`. */
export type TaskFlags = CommonOptions & BatchRunFlags & Omit<TaskRequest, 'words' | keyof BatchRunFlags>;

/** Carries the command out. */
export function taskAction(
  words: readonly string[],
  flags: TaskFlags,
  setting: CommandSetting,
): Promise<void> {
  const isInput = flags.apiKeyFile === '-' || (words.length === 1 && words[0] === '-');
  return runWithDisplay<'orchestrator.execute-task/1', Exclude<TaskEvent, RunEvent>>(setting, {
    schema: 'orchestrator.execute-task/1',
    json: flags.json,
    asks: !flags.json && !isInput,
    call: (port) => executeTask(setting.context, { ...figuresOf(flags), words }, port),
    show: showTask,
    exitCode: ({ ok }, run, port) => (ok ? 0 : run.exitCode(port) || EXIT_CODES.problems),
  });
}

function showTask(event: Exclude<TaskEvent, RunEvent>, screen: Screen): void | Promise<void> {
  switch (event.kind) {
    case 'task-planned':
      if (event.problems.length > 0) screen.inform(problemsText(event.problems, screen.terminal.colours));
      if (event.next !== undefined) screen.print(`${printableLine(event.file)}\n`);
      return screen.inform(
        `${printable(event.text)}\nWrote ${printableLine(event.file)}\n${event.next === undefined ? '' : `Next: ${printableLine(event.next)}\n`}`,
      );
    default:
      return showGenerate(event, screen);
  }
}
