import { describe, expect, test } from 'vitest';
import { openBudget } from '../../src/evals/running/budget.ts';

/** What is set aside for a prompt: the limit less what its answer may take, which is half of what is left. */
function setAside(
  budget: ReturnType<typeof openBudget>,
  kind: 'answer' | 'preference',
  prompt: number,
): number {
  const left = LIMIT - budget.spent();
  const allowed = budget.reserve('probe', kind, prompt) ?? 0;
  return left - 2 * allowed;
}

const LIMIT = 1_000_000;

function answered(
  budget: ReturnType<typeof openBudget>,
  kind: 'answer' | 'preference',
  { prompt, counted }: { readonly prompt: number; readonly counted: number },
): void {
  budget.reserve('before', kind, prompt);
  budget.settle('before', kind, { input: counted, output: 10 });
}

describe('what an endpoint counts for a prompt', () => {
  test('is more by what it added to a shorter one', () => {
    const budget = openBudget(LIMIT);
    answered(budget, 'answer', { prompt: 100, counted: 600 });
    expect(setAside(budget, 'answer', 10_000)).toBe(10_500);
  });

  test('is more in proportion to a much longer one, and not by as much as that had in all', () => {
    const budget = openBudget(LIMIT);
    answered(budget, 'answer', { prompt: 50_000, counted: 60_000 });
    expect(setAside(budget, 'answer', 500)).toBe(600);
    expect(setAside(openBudget(LIMIT), 'answer', 500)).toBe(500);
  });

  test('says nothing of another model', () => {
    const askedOf = (kind: string) => (kind === 'answer' ? 'small' : 'large');
    const budget = openBudget(LIMIT, askedOf);
    answered(budget, 'answer', { prompt: 100, counted: 2_100 });
    expect(setAside(budget, 'preference', 100)).toBe(100);
    const same = openBudget(LIMIT, () => 'small');
    answered(same, 'answer', { prompt: 100, counted: 2_100 });
    expect(setAside(same, 'preference', 100)).toBe(2_100);
  });
});
