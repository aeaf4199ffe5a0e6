import { collect, type Declare, withCommonOptions, withGoalMapOption } from '../../declare.ts';
import { withModelOptions, withPatternOptions } from '../../option_groups.ts';
import type { PlanDraftFlags } from './act.ts';

/** Declares `plan draft`: a plan for a requirement. */
export const declareDraft: Declare = (plan, setting) => {
  const verb = plan.command('draft').description('draft a plan for a requirement, based on this project');
  withGoalMapOption(
    withCommonOptions(verb, [
      'orchestrator plan draft "Add a login page with OAuth"',
      'orchestrator plan draft @requirement.md --out plan.md',
      'orchestrator plan draft --revise plan.md "Log every attempt to log in"',
      'orchestrator plan draft - --no-model < requirement.md     a skeleton to fill in',
    ]),
  )
    .argument('[requirement...]', 'the requirement: words, @file, or - for standard input')
    .option('--file <file>', 'read it from this file')
    .option('--revise <plan>', 'build on this plan; its phases keep their numbers')
    .option(
      '--batch <number>',
      'with --revise: treat what that batch has merged as done, and draft only the rest',
    )
    .option(
      '--constraint <key: value>',
      'prefer, avoid, max-time, quality, domain or note, as [avoid: oauth] in the text (repeatable)',
      collect,
    )
    .option('--out <file>', 'the file for the plan, which must not exist yet; - is standard output')
    .option('--budget <tokens>', 'the most tokens of context for the model', '16000');
  withModelOptions(withPatternOptions(verb), 'the model that drafts it')
    .option('--no-model', 'ask no model; write a skeleton with TODOs')
    .option('--dry-run', 'show what the model would be told; ask nothing, write nothing')
    .action(async (words: readonly string[], flags: PlanDraftFlags) => {
      const { draftAction } = await import('./act.ts');
      await draftAction(words, flags, setting);
    });
};
