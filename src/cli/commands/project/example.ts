import { printableLine } from '../../../lib/index.ts';
import { copyExample, EXAMPLE_COMMANDS } from '../../../operations/index.ts';
import { jsonDocument, reportFailure } from '../../terminal/index.ts';
import { type CommonOptions, type Declare, withCommonOptions } from '../declare.ts';

const SCHEMA = 'orchestrator.example/1' as const;

type Flags = CommonOptions & { readonly run?: boolean };

/** `example`: a small project with a plan and a recorded run of it, to see a whole batch with nothing set up. */
export const declare: Declare = (command, { context, terminal, callAgain, finish }) => {
  withCommonOptions(command, [
    'orchestrator example --run',
    'orchestrator example try_it',
    'orchestrator example try_it --run',
  ])
    .argument('[folder]', 'where it goes: nothing may be there (default: a temporary folder)')
    .option('--run', 'carry its plan out there too, from its recorded run, and merge it')
    .action(async (wanted: string | undefined, { json = false, run = false }: Flags) => {
      const copied = await copyExample(context, wanted);
      if (!copied.ok) return finish(reportFailure(copied, { terminal, json, schema: SCHEMA }));
      const folder = copied.value;
      const tell = (text: string) => {
        if (!json) terminal.say(text);
      };
      tell(`The example is in ${printableLine(folder)}\n`);
      const commands: { readonly command: string; readonly exitCode: number | null }[] = [];
      let exitCode = 0;
      for (const args of EXAMPLE_COMMANDS) {
        const line = `orchestrator ${args.join(' ')}`;
        if (!run || exitCode !== 0) {
          commands.push({ command: line, exitCode: null });
          continue;
        }
        tell(`\n$ ${line}\n`);
        // As it comes: what the user has of his own would make other prompts than those on the tape.
        exitCode = await callAgain(args, { cwd: folder, userFolder: null, isQuiet: json });
        commands.push({ command: line, exitCode });
      }
      if (json) terminal.out(jsonDocument(SCHEMA, { ok: exitCode === 0, folder, commands, problems: [] }));
      else if (!run) tell(nextText(folder));
      else if (exitCode === 0) tell(`\nAll of it is merged: cd ${printableLine(folder)} && git log --stat\n`);
      finish(exitCode);
    });
};

function nextText(folder: string): string {
  const lines = EXAMPLE_COMMANDS.map((args) => `  orchestrator ${args.join(' ')}\n`);
  return `\nIts plan is plan.md. To carry it out, from a recorded run and without an agent:\n  cd ${printableLine(folder)}\n${lines.join('')}`;
}
