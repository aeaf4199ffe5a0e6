import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  comparePair,
  effectOf,
  type Lookup,
  type Question,
  scorePoints,
  shareWon,
  sumPoints,
  type Turn,
  verdictOf,
} from '../../src/evals/index.ts';
import { concernsWholeAnswer } from '../../src/evals/judging/whole_points.ts';
import { casesIn, times } from '../support/cases.ts';
import { blocksIn } from '../support/eval_project.ts';

const JUDGED = { person: null, request: 'r', materials: [], points: [], notes: '' };
const said = (text: string): Turn[] => [{ who: 'assistant', text }];
const choice = fc.constantFrom('A', 'B', 'tie');

/** A judge that says of each pair, as it is shown, what a table says. */
function judgeBy(table: (a: string, b: string) => string): Lookup {
  return (question: Question) => {
    const { 'answer-a': a = '', 'answer-b': b = '' } = blocksIn(question.messages[0]?.content ?? '');
    return { kind: 'data', data: { why: '', prefer: table(a, b) } };
  };
}

describe('a pair of answers', () => {
  test('comes to the opposite when the arms change places, whatever the judge is like', () => {
    const opposite = { won: 'lost', tied: 'tied', lost: 'won' } as const;
    fc.assert(
      fc.property(fc.string(), fc.string(), choice, choice, (one, two, inOrder, turned) => {
        const [first, second] = [`1${one}`, `2${two}`];
        const judge = judgeBy((a) => (a.startsWith('1') ? inOrder : turned));
        const mine = comparePair(JUDGED, said(first), said(second), judge);
        const other = comparePair(JUDGED, said(second), said(first), judge);
        if (mine.state !== 'done' || other.state !== 'done') throw new Error('it is open');
        expect(opposite[mine.verdict]).toBe(other.verdict);
        expect(mine.turned).toBe(other.turned);
      }),
      times(300),
    );
  });

  test('is won only where both orders say so', () => {
    fc.assert(
      fc.property(choice, choice, (first, second) => {
        const judge = judgeBy((a) => (a === 'x' ? first : second));
        const compared = comparePair(JUDGED, said('x'), said('y'), judge);
        const expected =
          first === 'A' && second === 'B' ? 'won' : first === 'B' && second === 'A' ? 'lost' : 'tied';
        expect(compared).toMatchObject({ state: 'done', verdict: expected });
      }),
      times(50),
    );
  });

  test('asks the same two questions whichever arm is called the first', () => {
    const asked = (one: string, two: string) => {
      const compared = comparePair(JUDGED, said(one), said(two), () => undefined);
      return compared.state === 'open' ? compared.questions.map(({ id }) => id).sort() : [];
    };
    expect(asked('x', 'y')).toHaveLength(2);
    expect(asked('x', 'y')).toEqual(asked('y', 'x'));
  });

  test('a single verdict that differs makes a tie, and one that turns is told', () => {
    expect(verdictOf(['won', 'won'])).toEqual({ verdict: 'won', turned: false });
    expect(verdictOf(['won', 'tied'])).toEqual({ verdict: 'tied', turned: false });
    expect(verdictOf(['won', 'lost'])).toEqual({ verdict: 'tied', turned: true });
    expect(verdictOf(['tied', 'tied'])).toEqual({ verdict: 'tied', turned: false });
  });
});

describe('the share that was won', () => {
  const count = fc.nat(400);

  test('lies in its interval, the interval in 0 to 1, and the other arm has the mirror of it', () => {
    fc.assert(
      fc.property(count, count, count, (won, tied, lost) => {
        const mine = shareWon({ won, tied, lost });
        const other = shareWon({ won: lost, tied, lost: won });
        if (won + tied + lost === 0) return expect(mine).toBeNull();
        const { share, low, high } = mine as NonNullable<typeof mine>;
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(share + 1e-12);
        expect(high).toBeGreaterThanOrEqual(share - 1e-12);
        expect(share + (other?.share ?? 0)).toBeCloseTo(1, 10);
        expect(low + (other?.high ?? 0)).toBeCloseTo(1, 10);
      }),
      times(500),
    );
  });

  test('is more certain the more was compared', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), count, count, (won, tied, lost) => {
        const width = (by: number) => {
          const found = shareWon({ won: won * by, tied: tied * by, lost: lost * by });
          return (found?.high ?? 0) - (found?.low ?? 0);
        };
        expect(width(4)).toBeLessThan(width(1));
      }),
      times(200),
    );
  });

  test('is that of the books: 8 of 10 is 49 to 94 %, 0 of 5 is 0 to 43 %', () => {
    const round = (value: number | undefined) => Math.round((value ?? 0) * 10_000) / 10_000;
    const of = (won: number, tied: number, lost: number) => {
      const found = shareWon({ won, tied, lost });
      return [round(found?.share), round(found?.low), round(found?.high)];
    };
    expect(of(8, 0, 2)).toEqual([0.8, 0.4902, 0.9433]);
    expect(of(0, 0, 5)).toEqual([0, 0, 0.4345]);
    expect(of(7, 2, 1)).toEqual([0.8, 0.4902, 0.9433]);
  });
});

describe('points', () => {
  const point = (number: number, text: string, core = false) => ({
    number,
    text,
    core,
    first: false,
    hostile: false,
  });
  const found = (
    number: number,
    verdict: 'met' | 'partly' | 'not' | 'exempt',
    quote = '',
    basis: 'quote' | 'whole' = 'quote',
  ) => ({
    number,
    verdict,
    basis,
    quote,
  });
  const verdicts = (results: ReturnType<typeof scorePoints>) => results.map(({ verdict }) => verdict);

  test('count by the passage that shows them, and by the judge’s word only where no passage can', () => {
    const key = [
      point(1, 'Says why'),
      point(2, 'Says why'),
      point(3, 'No table'),
      point(4, 'Says why'),
      point(5, 'Says when'),
    ];
    const scored = scorePoints(
      key,
      [
        found(1, 'met', 'the rain'),
        found(2, 'met', 'the snow'),
        found(3, 'met', '', 'whole'),
        found(4, 'partly', '', 'whole'),
      ],
      { answer: 'Because of the rain.', notes: '' },
    );
    expect(verdicts(scored)).toEqual(['met', 'not shown', 'met', 'not shown', 'not']);
    expect(sumPoints(scored)).toEqual({ points: 2, of: 5, core: 0, coreOf: 0, byWhole: 1, notShown: 2 });
  });

  test('are exempt only where the key has notes that could say so', () => {
    const scored = (notes: string) =>
      scorePoints([point(1, 'Says why', true)], [found(1, 'exempt')], { answer: '', notes });
    expect(verdicts(scored('Only the first reply.'))).toEqual(['exempt']);
    expect(sumPoints(scored('Only the first reply.'))).toMatchObject({ of: 0, coreOf: 0 });
    expect(verdicts(scored(''))).toEqual(['not']);
  });

  test('that are partly met are worth a half', () => {
    const scored = scorePoints([point(1, 'Says why', true)], [found(1, 'partly', 'rain')], {
      answer: 'The rain.',
      notes: '',
    });
    expect(sumPoints(scored)).toMatchObject({ points: 0.5, core: 0.5, coreOf: 1 });
  });
});

describe('[promise:eval-word] a point that no passage can show', () => {
  for (const { point, whole } of casesIn<{ point: string; whole: boolean }>('eval_whole_points.yaml'))
    test(`${point}: ${whole}`, () => expect(concernsWholeAnswer(point)).toBe(whole));
});

test('a part helps, harms, does both or neither', () => {
  expect(effectOf({ preference: 1, points: 0, core: 0 })).toBe('helps');
  expect(effectOf({ preference: 0, points: 0.5, core: 0 })).toBe('none');
  expect(effectOf({ preference: 0, points: 1, core: 0 })).toBe('helps');
  expect(effectOf({ preference: 0, points: 0, core: -0.5 })).toBe('harms');
  expect(effectOf({ preference: -1, points: 2, core: 0 })).toBe('mixed');
});
