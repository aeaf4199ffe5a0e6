import { stemsOf } from '../../lib/index.ts';
import type { JudgedFact } from './memory_fact.ts';

/** Two facts that a person should compare, and the reason. */
export type Contradiction = {
  readonly facts: readonly [string, string];
  /**
   * `opposite`: the same words, one with a negation; `same-lines`: they cite lines in common; `same-subject`: two decisions with
   * the same key words.
   */
  readonly kind: 'opposite' | 'same-lines' | 'same-subject';
};

/** Finds facts that may contradict each other, by rules alone: the meaning of their words is not examined. Pure. */
export function findContradictions(judged: readonly JudgedFact[]): Contradiction[] {
  const found: Contradiction[] = [];
  const words = judged.map(({ fact }) => wordsOf(fact.text));
  judged.forEach((one, a) => {
    for (let b = a + 1; b < judged.length; b++) {
      const [other, mine, theirs] = [judged[b], words[a], words[b]];
      if (!other || !mine || !theirs) continue;
      const facts = [one.fact.id, other.fact.id] as const;
      const alike = likeness(mine.subject, theirs.subject);
      if (alike >= 0.7 && mine.isNegated !== theirs.isNegated) found.push({ facts, kind: 'opposite' });
      else if (one.fact.kind === 'decision' && other.fact.kind === 'decision' && alike >= 0.6)
        found.push({ facts, kind: 'same-subject' });
      else if (overlap(one, other)) found.push({ facts, kind: 'same-lines' });
    }
  });
  return found;
}

const NO =
  /\b(?:not|never|no|without|avoid|don['’]t|doesn['’]t|cannot|can['’]t|must\s?n['’]t|isn['’]t|aren['’]t|stop)\b/giu;
/** Words that say nothing about the subject, as their stems. */
const EMPTY: ReadonlySet<string> = new Set(
  stemsOf(
    'a an the is are be to of in on for and or it we us do use at by with that this these always must should shall all every only',
  ),
);

function wordsOf(text: string): { readonly subject: ReadonlySet<string>; readonly isNegated: boolean } {
  const subject = stemsOf(text.replace(NO, ' ')).filter((word) => !EMPTY.has(word));
  return { subject: new Set(subject), isNegated: (text.match(NO) ?? []).length % 2 === 1 };
}

function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const both = [...a].filter((word) => b.has(word)).length;
  return both === 0 ? 0 : both / (a.size + b.size - both);
}

function overlap(a: JudgedFact, b: JudgedFact): boolean {
  return a.cites.some(
    ({ now }) =>
      now &&
      b.cites.some(
        (other) =>
          other.now && other.now.path === now.path && other.now.from <= now.to && now.from <= other.now.to,
      ),
  );
}
