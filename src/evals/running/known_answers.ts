import type { Lookup, Question, QuestionKind, Reply } from '../asking/index.ts';
import type { EvalSetup } from '../generated/eval.setup.ts';
import { type EvalFolder, readAnswer, replyOf } from '../storage/index.ts';

/** The model for a kind of question: the answering model also plays the person, the judge judges. */
export function askedOf(
  { answering, judging }: Pick<EvalSetup, 'answering' | 'judging'>,
  kind: QuestionKind,
): string {
  return kind === 'answer' || kind === 'person' ? answering : judging;
}

/** The known answers, including those of earlier runs. */
export type KnownAnswers = {
  readonly lookup: Lookup;
  /** Adds a reply that has just arrived. */
  readonly learn: (question: Question, reply: Reply) => void;
  /** Kept answers that cannot be used, with the reason; they count as open. */
  readonly unusable: ReadonlyMap<string, string>;
};

/** Opens the kept answers of an eval; each is read once. */
export function knownAnswers(
  folder: EvalFolder,
  setup: Pick<EvalSetup, 'answering' | 'judging'>,
): KnownAnswers {
  const known = new Map<string, Reply | undefined>();
  const unusable = new Map<string, string>();
  return {
    unusable,
    learn: ({ id }, reply) => void known.set(id, reply),
    lookup: (question) => {
      if (known.has(question.id)) return known.get(question.id);
      const kept = readAnswer(folder, question.id, askedOf(setup, question.kind));
      const reply = kept && replyOf(question, kept.text);
      if (reply?.kind === 'fault') unusable.set(question.id, reply.message);
      const usable = reply?.kind === 'fault' ? undefined : reply;
      known.set(question.id, usable);
      return usable;
    },
  };
}
