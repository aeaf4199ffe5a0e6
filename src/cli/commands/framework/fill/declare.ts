import { type Declare, withCommonOptions } from '../../declare.ts';
import { withFillingOptions } from '../filling_flags.ts';
import type { FillFlags } from './act.ts';

/** `fill`: a framework's two files with their slots filled, on standard output. */
export const declare: Declare = (command, setting) => {
  withFillingOptions(
    withCommonOptions(command, [
      'orchestrator fill My_Framework --set artifact=@models.py --set standards=@rules.md | claude -p',
      'git diff | orchestrator fill My_Framework --set artifact=- --set standards="PEP 8"',
      "orchestrator fill My_Framework --set standards=@rules.md --set-dir artifact=src --glob '**/*.ts'",
      'orchestrator fill output/My_Framework --set artifact=@x --as messages --max-tokens 100000',
    ]),
  )
    .argument('<framework>', 'its name, or its folder')
    .addOption(
      command
        .createOption('--part <part>', 'what is printed')
        .choices(['persona', 'template', 'both'])
        .default('both'),
    )
    .addOption(
      command
        .createOption('--as <form>', 'plain text, an array of messages, or the body of a request')
        .choices(['text', 'messages', 'openai'])
        .default('text'),
    )
    .option('--model <name>', 'with --as openai: the model (default: ORCHESTRATOR_MODEL, else the setting)')
    .action(async (wanted: string, flags: FillFlags) => {
      const { fillAction } = await import('./act.ts');
      await fillAction(wanted, flags, setting);
    });
};
