import { type Declare, withCommonOptions } from '../declare.ts';
import { withModelOptions } from '../option_groups.ts';
import type { ReviewFlags } from './act.ts';

/** Declares `review`: reviews a change that no batch made. */
export const declare: Declare = (command, setting) => {
  withModelOptions(
    withCommonOptions(command, [
      'orchestrator review',
      'orchestrator review main...feature --gate HIGH',
      'git diff --cached | orchestrator review -',
    ])
      .argument('[change]', 'a range, a commit, a file with a diff, or - (default: uncommitted changes)')
      .option('--gate <band>', 'exit 1 at this risk or above: LOW, MEDIUM, HIGH or CRITICAL')
      .option('--with-model', 'have a model review it too; its statements are checked, and marked as claims'),
    'the model that reviews it',
  ).action(async (change: string | undefined, flags: ReviewFlags) => {
    const { reviewAction } = await import('./act.ts');
    await reviewAction(change, flags, setting);
  });
};
