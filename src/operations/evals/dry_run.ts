import {
  askedOf,
  type EvalMessage,
  type EvalSetup,
  evaluate,
  knownAnswers,
  type Lookup,
  messageTokens,
  type QuestionKind,
} from '../../evals/index.ts';
import type { PreparedEval } from './prepare_eval.ts';

/** The requests that an eval would send, as far as they are known before there are answers. */
export type EvalPreview = {
  readonly arms: readonly { readonly name: string; readonly prompts: number; readonly tokens: number }[];
  readonly cases: readonly {
    readonly goal: string;
    readonly name: string;
    readonly points: number;
    readonly dialogue: boolean;
    readonly check: string | null;
    readonly prompts: readonly {
      readonly arm: string;
      readonly tokens: number;
      /** The exact messages that would be sent. */
      readonly messages: readonly EvalMessage[];
    }[];
  }[];
  /** Prompts of the first step that are already answered. */
  readonly known: number;
  /** Questions of the first step that are open: these would be sent first. */
  readonly open: number;
  readonly tokens: number;
  /** Approximate number of judgements that follow, without dialogues. */
  readonly judgements: number;
};

/** Works out which questions would be sent. Reads, sends nothing. */
export function previewEval({ setup, folder }: Pick<PreparedEval, 'setup' | 'folder'>): EvalPreview {
  const known = knownAnswers(folder, setup);
  const judged = new Set<string>();
  const lookup: Lookup = (question) => {
    const reply = known.lookup(question);
    if (reply !== undefined && isJudgement(question.kind)) judged.add(question.id);
    return reply;
  };
  const { open } = evaluate(setup, { lookup, checkOf: () => undefined });
  const judgedNext = open.filter(({ kind }) => isJudgement(kind)).length;
  const prompts = setup.cases.flatMap((testCase) => testCase.prompts);
  const first = prompts.length * setup.runs;
  const openFirst = open.filter(({ kind }) => askedOf(setup, kind) === setup.answering);
  return {
    arms: setup.arms.map(({ name }) => {
      const own = prompts.filter(({ arm }) => arm === name);
      return { name, prompts: own.length, tokens: own.reduce((sum, { tokens }) => sum + tokens, 0) };
    }),
    cases: setup.cases.map(({ goal, name, points, person, check, prompts: own }) => ({
      goal,
      name,
      points: points.length,
      dialogue: person !== null,
      check,
      prompts: own.map(({ arm, tokens, messages }) => ({ arm, tokens, messages })),
    })),
    known: first - Math.min(first, openFirst.length),
    open: open.length,
    tokens: open.reduce((sum, { messages }) => sum + messageTokens(messages), 0),
    judgements: open.length === 0 ? 0 : Math.max(0, judgementsOf(setup) - judged.size - judgedNext),
  };
}

function isJudgement(kind: QuestionKind): boolean {
  return kind === 'assessment' || kind === 'preference';
}

/** Counts one judgement for each answer, and two for each pair. */
function judgementsOf({ cases, subject }: EvalSetup): number {
  return cases.reduce((sum, { prompts }) => {
    const hasSubject = prompts.some(({ arm }) => arm === subject);
    return sum + prompts.length + (hasSubject ? 2 * (prompts.length - 1) : 0);
  }, 0);
}
