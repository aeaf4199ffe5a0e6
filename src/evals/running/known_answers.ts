import type { Lookup, Question, QuestionKind, Reply } from '../asking/index.ts';
import type { EvalSetup } from '../generated/eval.setup.ts';
import { type EvalFolder, readAnswer, replyOf } from '../storage/index.ts';

/** Who is asked a question: the model that answers also plays the person, the judge judges. */
export function askedOf(
  { answering, judging }: Pick<EvalSetup, 'answering' | 'judging'>,
  kind: QuestionKind,
): string {
  return kind === 'answer' || kind === 'person' ? answering : judging;
}

/** The answers that are known, those of earlier runs among them. */
export type KnownAnswers = {
  readonly lookup: Lookup;
  /** What came just now. */
  readonly learn: (question: Question, reply: Reply) => void;
  /** Kept answers that can't be used, with why; they count as open. */
  readonly unusable: ReadonlyMap<string, string>;
};

/** Opens what is kept of an eval's answers; each is read once. */
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
