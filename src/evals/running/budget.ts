import type { QuestionKind } from '../asking/index.ts';

/**
 * The tokens that may still be spent. Each running question has its own share of them, so that together they stay within the
 * limit.
 */
export type Budget = {
  /**
   * Sets tokens aside for a question.
   *
   * @param prompt - the estimated tokens of its prompt
   * @returns the limit for its answer, `null` for none, or `undefined` if too little is left
   */
  readonly reserve: (id: string, kind: QuestionKind, prompt: number) => number | null | undefined;
  /** Number of tokens that a question needs before it can be asked, its prompt included. */
  readonly need: (kind: QuestionKind, prompt: number) => number;
  /** Records the tokens actually used. */
  readonly settle: (
    id: string,
    kind: QuestionKind,
    spent: { readonly input: number; readonly output: number },
  ) => void;
  readonly spent: () => number;
};

/** Tokens assumed for an answer until the first one of its kind has arrived. */
const USUAL: Readonly<Record<QuestionKind, number>> = {
  answer: 2_000,
  person: 200,
  assessment: 2_000,
  preference: 300,
};

type Reserved = {
  readonly kind: QuestionKind;
  /** As estimated, and as the endpoint will count it. */
  readonly prompt: number;
  readonly input: number;
  readonly allowed: number;
};

/**
 * @param limit - in tokens; without one, nothing is limited
 * @param askedOf - the model for each kind of question: models add different amounts to prompts
 */
export function openBudget(
  limit: number | undefined,
  askedOf: (kind: QuestionKind) => string = () => '',
): Budget {
  const reserved = new Map<string, Reserved>();
  const prompts = new Map<string, CountedPrompt[]>();
  const longest = new Map<QuestionKind, number>();
  let spent = 0;
  const inputFor = (kind: QuestionKind, prompt: number) => inputOf(prompt, prompts.get(askedOf(kind)) ?? []);
  const outputFor = (kind: QuestionKind) => Math.max(longest.get(kind) ?? USUAL[kind], 1);
  return {
    spent: () => spent,
    need: (kind, prompt) => inputFor(kind, prompt) + outputFor(kind),
    reserve(id, kind, prompt) {
      if (limit === undefined) return null;
      // If answers exceed their estimate, those still running may, too.
      const held = [...reserved.values()].reduce(
        (sum, one) => sum + one.input + Math.max(one.allowed, longest.get(one.kind) ?? 0),
        0,
      );
      const input = inputFor(kind, prompt);
      const left = limit - spent - held - input;
      const needed = outputFor(kind);
      if (left < needed) return undefined;
      // At most half of the rest, so that a question asked at the same time has some too.
      const allowed = Math.max(needed, Math.floor(left / 2));
      reserved.set(id, { kind, prompt, input, allowed });
      return allowed;
    },
    settle(id, kind, { input, output }) {
      const estimated = reserved.get(id)?.prompt;
      reserved.delete(id);
      if (estimated !== undefined && input > 0) {
        const before = prompts.get(askedOf(kind)) ?? [];
        before.push({ estimated, counted: input });
        prompts.set(askedOf(kind), before);
      }
      spent += input + output;
      longest.set(kind, Math.max(longest.get(kind) ?? 0, output));
    },
  };
}

/** A prompt's tokens as estimated and as the endpoint counted them. */
type CountedPrompt = { readonly estimated: number; readonly counted: number };

/**
 * Predicts the endpoint's count for a prompt from its earlier counts: the endpoint may add something to each prompt, and its
 * tokens may be shorter than estimated. Prompts that are not much longer show the first (for one of 50,000 tokens, the second
 * exceeds the whole of another prompt), those that are not much shorter show the second.
 */
function inputOf(prompt: number, before: readonly CountedPrompt[]): number {
  const added = before
    .filter(({ estimated }) => estimated <= prompt * 2)
    .map(({ estimated, counted }) => counted - estimated);
  const ratios = before
    .filter(({ estimated }) => estimated * 2 >= prompt)
    .map(({ estimated, counted }) => counted / Math.max(estimated, 1));
  return Math.ceil(Math.max(prompt, prompt + Math.max(0, ...added), prompt * Math.max(1, ...ratios)));
}
