import type { QuestionKind } from '../asking/index.ts';

/** Tokens that may still be spent. Every question that is under way has its own part of them, so together they stay below. */
export type Budget = {
  /**
   * Sets tokens aside for a question.
   *
   * @param prompt - what its prompt takes, estimated
   * @returns the most that its answer may take, `null` for any number, or `undefined` where there is not enough left
   */
  readonly reserve: (id: string, kind: QuestionKind, prompt: number) => number | null | undefined;
  /** What a question would have to be given, its prompt included, so that it can be asked. */
  readonly need: (kind: QuestionKind, prompt: number) => number;
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

type Reserved = {
  readonly kind: QuestionKind;
  /** As it is estimated, and as the endpoint will count it. */
  readonly prompt: number;
  readonly input: number;
  readonly allowed: number;
};

/**
 * @param limit - in tokens; without one, nothing is held back
 * @param askedOf - the model that a question of a kind goes to: what one adds to prompts says nothing of another
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
      // Where answers are longer than they may be, those that are under way can be, too.
      const held = [...reserved.values()].reduce(
        (sum, one) => sum + one.input + Math.max(one.allowed, longest.get(one.kind) ?? 0),
        0,
      );
      const input = inputFor(kind, prompt);
      const left = limit - spent - held - input;
      const needed = outputFor(kind);
      if (left < needed) return undefined;
      // Half of the rest at most, so that a question asked at the same time has some too.
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

/** A prompt as it was estimated, and as the endpoint counted it. */
type CountedPrompt = { readonly estimated: number; readonly counted: number };

/**
 * What the endpoint will count for a prompt, by what it counted for those before: it may add something of its own to each, and its
 * tokens may be shorter than they are taken to be. The first shows in prompts that are not much longer (of one of 50,000 tokens, the
 * second makes more than another has in all), the second in those that are not much shorter.
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
