import { collect, type Declare, withCommonOptions, withWorkspaceOptions } from '../declare.ts';
import { withModelOptions, withPatternOptions } from '../option_groups.ts';
import { PARTIAL_RUN_OPTIONS, withRunOptions } from '../run_options.ts';
import type { OrchestrateFlags } from './act.ts';

/** `orchestrate`: the whole way from a requirement to the finished work. */
export const declare: Declare = (command, setting) => {
  withWorkspaceOptions(
    withCommonOptions(command, [
      'orchestrator orchestrate "Add a login page [avoid: oauth] [max-time: 4h]"',
      'orchestrator orchestrate --from requirement.md',
      'orchestrator orchestrate --from requirement.md --execute',
      'orchestrator orchestrate "A REST API for orders" --show-patterns',
      'orchestrator orchestrate --execute plan.md',
      'orchestrator orchestrate --resume',
    ]),
  )
    .argument('[requirement...]', 'the requirement: words, @file, or - for standard input')
    .option('--from <file>', 'read it from this file')
    .option(
      '--constraint <key: value>',
      'as [avoid: oauth] in the text: prefer, avoid, max-time, quality, domain, note (repeatable)',
      collect,
    )
    .option('--plan-only', 'draft and check a plan, and stop there (the default)')
    .option('--execute [plan]', 'then make and run a batch of it, or of this saved plan')
    .option('--resume', 'continue the newest batch that is not done')
    .option('--again', 'draft again, even if there is a plan for this')
    .option('--learn', 'save what was learned from failures, without asking')
    .option('--budget <tokens>', 'the most tokens of context for the model', '16000');
  withModelOptions(withPatternOptions(command), 'the model that drafts it').option(
    '--no-model',
    'ask no model; write a skeleton with TODOs',
  );
  withRunOptions(command, ...PARTIAL_RUN_OPTIONS);
  withRunOptions(command.option('--no-generate', 'do not generate missing components'), 'yes').action(
    async (words: readonly string[], flags: OrchestrateFlags) => {
      const { orchestrateAction } = await import('./act.ts');
      await orchestrateAction(words, flags, setting);
    },
  );
};
