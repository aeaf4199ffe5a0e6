import type { Problem } from '../../diagnostics/index.ts';
import { inDollars, withThousands } from '../../lib/index.ts';
import type { BatchState } from '../store/batch_state.ts';
import { costTold, tokensUsed } from '../store/state/tokens.ts';
import type { RunRules } from './parts/rules.ts';

/** Returns the budget of a batch that is used up, so that nothing more may be started; `undefined` if none is. */
export function usedUp(
  { batch, phases }: Pick<BatchState, 'batch' | 'phases'>,
  { budgetTokens, budgetCost }: Pick<RunRules, 'budgetTokens' | 'budgetCost'>,
): { readonly why: string; readonly problem: Problem<'budget-used'> } | undefined {
  const attempts = phases.flatMap((record) => record.attempts);
  const tokens = tokensUsed(attempts) ?? 0;
  if (budgetTokens !== undefined && tokens >= budgetTokens) {
    const what = `used ${withThousands(tokens)} tokens, and may use ${withThousands(budgetTokens)}`;
    return { why: 'its token budget is used up', problem: used(batch, what, '--budget-tokens') };
  }
  const cost = costTold(attempts) ?? 0;
  if (budgetCost === undefined || cost < budgetCost) return undefined;
  const what = `cost ${inDollars(cost)} as its agents report, and may cost ${inDollars(budgetCost)}`;
  return { why: 'its cost budget is used up', problem: used(batch, what, '--budget-cost') };
}

function used(batch: number, what: string, flag: string): Problem<'budget-used'> {
  const message = `The batch has ${what}: nothing more was started.`;
  const hint = `To continue: orchestrator batch run ${batch} ${flag} with a larger number, or without it.`;
  return { severity: 'warning', code: 'budget-used', message, hint };
}
