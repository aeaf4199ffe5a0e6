import { type Declare, withCommonOptions, withDocument, withWorkspaceOptions } from '../../declare.ts';
import { withModelOptions } from '../../option_groups.ts';
import { withFillingOptions } from '../filling_flags.ts';
import type { RunFlags } from './flags.ts';

/** `run`: fills a framework, sends it, and prints the answer as it comes. */
export const declare: Declare = (command, setting) => {
  withDocument(command, 'orchestrator.run-result/1');
  withWorkspaceOptions(
    withFillingOptions(
      withCommonOptions(command, [
        'orchestrator run My_Framework --set artifact=@models.py --set standards=@rules.md',
        'git diff | orchestrator run My_Framework --set artifact=- --set standards="PEP 8" > review.md',
        'orchestrator run My_Framework --continue "Only the first finding, with its cure"',
        'orchestrator run My_Framework --chat --set topic="Raft"',
        'orchestrator run My_Framework --set artifact=@x --model gpt-5 --json --no-input    for scripts',
      ]),
    ),
  )
    .argument('<framework>', 'its name, or its folder')
    .option('--chat', 'continue turn by turn; without a terminal, each line of standard input is a turn')
    .option(
      '--continue [message]',
      'continue an earlier run: text, @FILE, or - for standard input; without text, complete an answer that was cut off',
    )
    .option('--resume', 'with --chat: continue an earlier run')
    .option('--run <run>', 'the run that --continue and --resume continue (default: the last one)')
    .option('--strict', 'exit 1 if the answer lacks a heading that the protocol asks for')
    .option('--no-transcript', 'do not record the run in the framework’s runs/');
  withModelOptions(command, 'the model to ask').action(async (wanted: string, flags: RunFlags) => {
    const { RunCommand } = await import('./act.ts');
    setting.finish(await new RunCommand(wanted, flags, setting).run());
  });
};
