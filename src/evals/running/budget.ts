import type { QuestionKind } from '../asking/index.ts';

/** Tokens that may still be spent. Every question that is under way has its own part of them, so together they stay below. */
export type Budget = {
  /**
   * Sets tokens aside for a question.
   *
   * @param prompt - what its prompt takes
   * @returns the most that its answer may take, `null` for any number, or `undefined` where there is not enough left
   */
  readonly reserve: (id: string, kind: QuestionKind, prompt: number) => number | null | undefined;
  /** Says what it took in the end. */
  readonly settle: (
    id: string,
    kind: QuestionKind,
    spent: { readonly input: number; readonly output: number },
  ) => void;
  readonly spent: () => number;
};

/** What an answer is taken to need as long as none of its kind has come. */
const USUAL: Readonly<Record<QuestionKind, number>> = {
  answer: 2_000,
  person: 200,
  assessment: 2_000,
  preference: 300,
};

/** @param limit - in tokens; without one, nothing is held back */
export function openBudget(limit: number | undefined): Budget {
  const reserved = new Map<string, number>();
  const longest = new Map<QuestionKind, number>();
  let spent = 0;
  return {
    spent: () => spent,
    reserve(id, kind, prompt) {
      if (limit === undefined) return null;
      const held = [...reserved.values()].reduce((sum, one) => sum + one, 0);
      const left = limit - spent - held - prompt;
      const needed = Math.max(longest.get(kind) ?? USUAL[kind], 1);
      if (left < needed) return undefined;
      // Half of the rest at most, so that a question asked at the same time has some too.
      const allowed = Math.max(needed, Math.floor(left / 2));
      reserved.set(id, prompt + allowed);
      return allowed;
    },
    settle(id, kind, { input, output }) {
      reserved.delete(id);
      spent += input + output;
      longest.set(kind, Math.max(longest.get(kind) ?? 0, output));
    },
  };
}
