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
      .argument('[change]', 'a range, a commit, a file with a diff, or - (default: what is not committed)')
      .option('--gate <band>', 'exit 1 if the risk is LOW, MEDIUM, HIGH or CRITICAL, or above that')
      .option('--with-model', 'have a model read it as well; what it says is checked, and told as its word'),
    'the model that reads it',
  ).action(async (change: string | undefined, flags: ReviewFlags) => {
    const { reviewAction } = await import('./act.ts');
    await reviewAction(change, flags, setting);
  });
};
