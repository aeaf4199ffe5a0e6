import { printable, printableLine } from '../../../../lib/index.ts';
import { executeTask, type TaskEvent, type TaskRequest } from '../../../../operations/index.ts';
import { runVerb } from '../../../run_verb.ts';
import type { Screen } from '../../../screen.ts';
import { EXIT_CODES } from '../../../terminal/index.ts';
import { showGenerate } from '../../batch/generate/text.ts';
import { type BatchRunFlags, figuresOf, isRunEvent, RunText } from '../../batch/run/act.ts';
import type { CommandSetting, CommonOptions } from '../../declare.ts';

/** What the flags of `execute-task` give. */
export type TaskFlags = CommonOptions & BatchRunFlags & Omit<TaskRequest, 'words' | keyof BatchRunFlags>;

/** Carries the command out. */
export async function taskAction(
  words: readonly string[],
  flags: TaskFlags,
  setting: CommandSetting,
): Promise<void> {
  const run = new RunText(flags.json ?? false, setting);
  const isInput = flags.apiKeyFile === '-' || (words.length === 1 && words[0] === '-');
  try {
    await runVerb<'orchestrator.execute-task/1', TaskEvent>(setting, {
      schema: 'orchestrator.execute-task/1',
      json: flags.json,
      asks: !flags.json && !isInput,
      isConsent: true,
      isLongRun: true,
      call: (port) =>
        executeTask(
          setting.context,
          { ...figuresOf(flags), words },
          {
            ...port,
            choice: (question) => run.aside(() => port.choice(question)),
          },
        ),
      show: (event, screen) => showTask(event, screen, run),
      told: (problems) => run.untold(problems),
      exitCode: ({ ok }, port) => (ok ? 0 : run.exitCode(port) || EXIT_CODES.problems),
    });
  } finally {
    run.end();
  }
}

function showTask(event: TaskEvent, screen: Screen, run: RunText): void | Promise<void> {
  if (isRunEvent(event)) return run.show(event, screen);
  switch (event.kind) {
    case 'task-planned':
      if (event.planOnly) screen.print(`${printableLine(event.file)}\n`);
      return screen.tell(`${printable(event.text)}\nWrote ${printableLine(event.file)}\n`);
    default:
      return showGenerate(event, screen);
  }
}
