import { collect, type Declare, withCommonOptions, withGoalMapOption } from '../../declare.ts';
import { withModelOptions, withPatternOptions } from '../../option_groups.ts';
import type { PlanDraftFlags } from './act.ts';

/** Declares `plan draft`: a plan for a requirement. */
export const declareDraft: Declare = (plan, setting) => {
  const verb = plan.command('draft').description('draft a plan for a requirement, from what this project is');
  withGoalMapOption(
    withCommonOptions(verb, [
      'orchestrator plan draft "Add a login page with OAuth"',
      'orchestrator plan draft @requirement.md --out plan.md',
      'orchestrator plan draft --revise plan.md "Log every attempt to log in"',
      'orchestrator plan draft - --no-model < requirement.md     a skeleton to fill in',
    ]),
  )
    .argument('[requirement...]', 'what is wanted: words, @file, or - for standard input')
    .option('--file <file>', 'read it from this file')
    .option('--revise <plan>', 'build on this plan; what stands in it keeps its numbers')
    .option(
      '--batch <number>',
      'with --revise: what that batch has merged is done, and only the rest is drafted',
    )
    .option(
      '--constraint <key: value>',
      'prefer, avoid, max-time, quality, domain or note, as [avoid: oauth] in the text (repeatable)',
      collect,
    )
    .option('--out <file>', 'write the plan there, which must not exist yet; - is standard output')
    .option('--budget <tokens>', 'the most that is told to the model', '16000');
  withModelOptions(withPatternOptions(verb), 'the model that drafts it')
    .option('--no-model', 'ask no model: a skeleton with TODOs')
    .option('--dry-run', 'say what the model would be told; ask nothing, write nothing')
    .action(async (words: readonly string[], flags: PlanDraftFlags) => {
      const { draftAction } = await import('./act.ts');
      await draftAction(words, flags, setting);
    });
};
