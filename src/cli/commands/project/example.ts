import { printableLine, shellWord } from '../../../lib/index.ts';
import { type ExampleCommand, type ExampleEvent, tryExample } from '../../../operations/index.ts';
import { runVerb } from '../../run_verb.ts';
import type { Screen } from '../../screen.ts';
import { type CommonOptions, type Declare, withCommonOptions } from '../declare.ts';

type Flags = CommonOptions & { readonly run?: boolean };

/** `example`: a small project with a plan and a recorded run of it, to see a whole batch with nothing set up. */
export const declare: Declare = (command, setting) => {
  const { context, callAgain } = setting;
  withCommonOptions(command, [
    'orchestrator example --run',
    'orchestrator example try_it',
    'orchestrator example try_it --run',
  ])
    .argument('[folder]', 'the target folder, which must not exist (default: a temporary folder)')
    .option('--run', 'also carry out its plan there, from the recorded run, and merge it')
    .action(async (folder: string | undefined, { json = false, run = false }: Flags) => {
      const call = async (args: readonly string[], within: Pick<typeof context, 'cwd' | 'userFolder'>) => {
        let said = '';
        const hear = (text: string): void => {
          said += text;
        };
        return { exitCode: await callAgain(args, { ...within, isQuiet: json, hear }), said };
      };
      await runVerb<'orchestrator.example/1', ExampleEvent>(setting, {
        schema: 'orchestrator.example/1',
        json,
        call: ({ show }) =>
          tryExample(context, { ...(folder === undefined ? {} : { folder }), run }, { show, call }),
        show: showExample,
        exitCode: ({ commands }) => commands.findLast(({ exitCode }) => exitCode !== null)?.exitCode ?? 0,
      });
    });
};

function showExample(event: ExampleEvent, { inform }: Screen): void {
  inform(eventText(event));
}

function eventText(event: ExampleEvent): string {
  switch (event.kind) {
    case 'copied':
      return `The example is in ${printableLine(event.folder)}\n`;
    case 'command':
      return `\n$ ${event.command}\n`;
    case 'ended':
      return endText(event);
  }
}

function endText({ folder, commands, outcome }: Extract<ExampleEvent, { kind: 'ended' }>): string {
  const place = printableLine(shellWord(folder));
  switch (outcome) {
    case 'left':
      return `\nIts plan is plan.md. To carry it out, from a recorded run and without an agent:\n  cd ${place}\n${leftLines(commands)}`;
    case 'done':
      return `\nAll of it is merged: cd ${place} && git log --stat\n`;
    case 'stopped':
      return `\nIt stopped there. To continue:\n  cd ${place}\n${leftLines(commands)}`;
  }
}

/** The remaining commands, from the one that stopped. */
function leftLines(commands: readonly ExampleCommand[]): string {
  const left = commands.filter(({ exitCode }) => exitCode !== 0);
  return left.map(({ command }) => `  ${command}\n`).join('');
}
