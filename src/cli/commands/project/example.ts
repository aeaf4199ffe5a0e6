import type { Problem } from '../../../diagnostics/index.ts';
import { printableLine, shellWord } from '../../../lib/index.ts';
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
      let said = '';
      for (const args of EXAMPLE_COMMANDS) {
        const line = `orchestrator ${args.join(' ')}`;
        if (!run || exitCode !== 0) {
          commands.push({ command: line, exitCode: null });
          continue;
        }
        tell(`\n$ ${line}\n`);
        // As it comes: what the user has of his own would make other prompts than those on the tape.
        said = '';
        const hear = (text: string): void => {
          said += text;
        };
        exitCode = await callAgain(args, { cwd: folder, userFolder: null, isQuiet: json, hear });
        commands.push({ command: line, exitCode });
      }
      const stopped = commands.findLast((one) => one.exitCode !== null && one.exitCode !== 0);
      const problems = stopped === undefined ? [] : [stoppedAt(stopped, said)];
      if (json) terminal.out(jsonDocument(SCHEMA, { ok: exitCode === 0, folder, commands, problems }));
      else if (!run) tell(nextText(folder));
      else if (exitCode === 0) tell(`\nAll of it is merged: cd ${inShell(folder)} && git log --stat\n`);
      else tell(goOnText(folder, commands));
      finish(exitCode);
    });
};

function nextText(folder: string): string {
  const lines = EXAMPLE_COMMANDS.map((args) => `  orchestrator ${args.join(' ')}\n`);
  return `\nIts plan is plan.md. To carry it out, from a recorded run and without an agent:\n  cd ${inShell(folder)}\n${lines.join('')}`;
}

/** What is left to be done from where it stopped. */
function goOnText(folder: string, commands: readonly RunLine[]): string {
  const left = commands.filter(({ exitCode }) => exitCode !== 0).map(({ command }) => `  ${command}\n`);
  return `\nIt stopped there. To go on:\n  cd ${inShell(folder)}\n${left.join('')}`;
}

type RunLine = { readonly command: string; readonly exitCode: number | null };

/** Which command ended otherwise than with 0, and what it said last. */
function stoppedAt({ command, exitCode }: RunLine, said: string): Problem {
  const last = said.trimEnd().split('\n').slice(-MOST_SAID).map(printableLine).join(' / ');
  return {
    severity: 'error',
    code: 'example-stopped',
    message: `\`${command}\` ended with ${exitCode}${last === '' ? '' : `: ${last}`}.`,
    hint: 'Run it again in the folder, without --json, to see all of it.',
  };
}

const MOST_SAID = 4;

function inShell(folder: string): string {
  return printableLine(shellWord(folder));
}
