import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  checkName,
  isSentence,
  matchSentence,
  nameFrom,
  readBuiltIn,
  settingsIn,
} from '../../src/framework/index.ts';
import { casesIn, times } from '../support/cases.ts';
import { ROOT } from '../support/program.ts';

type Case = { readonly say: string; readonly goal: string | null; readonly variant?: string };

const { goals } = readBuiltIn(ROOT);
const cases = casesIn<Case>('sentences.yaml');

function proposed(sentence: string): { goal: string | null; variant: string | null } {
  const [best] = matchSentence(goals, sentence).fitting;
  return { goal: best?.goal.name ?? null, variant: best?.variant ?? null };
}

describe('the goal of a sentence', () => {
  test('is found for nine of ten of the sentences that people type, of every goal, and never where nothing fits', () => {
    const misses = cases.filter(({ say, goal }) => proposed(say).goal !== goal);
    expect(misses.filter(({ goal }) => goal === null)).toEqual([]);
    expect(cases.length).toBeGreaterThanOrEqual(40);
    expect(new Set(cases.map(({ goal }) => goal)).size).toBe(goals.length + 1);
    expect({ misses: misses.map(({ say }) => say), ok: misses.length * 10 <= cases.length }).toMatchObject({
      ok: true,
    });
  });

  test.each(cases.filter(({ variant }) => variant !== undefined))(
    '$say is for $variant',
    ({ say, variant }) => {
      expect(proposed(say).variant).toBe(variant);
    },
  );

  test('comes with the keywords that say so, the weightiest first, and the order of equals is the file’s', () => {
    const [best] = matchSentence(goals, 'Review and audit it').fitting;
    expect(best?.keywords.slice(0, 2)).toEqual(['review', 'audit']);
    const same = goals.slice(0, 2).map((goal) => ({ ...goal, keywords: ['weave'] }));
    expect(matchSentence(same, 'weave it all').fitting.map(({ goal }) => goal.number)).toEqual([1, 2]);
  });

  test('has three that are nearest, whatever is said', () => {
    expect(matchSentence(goals, 'presentatoin').nearest[0]?.name).toBe('REFINE_A_PRESENTATION');
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (sentence) => {
        const match = matchSentence(goals, sentence);
        expect(new Set(match.nearest).size).toBe(3);
        expect(matchSentence(goals, sentence)).toEqual(match);
      }),
      times(200),
    );
  });
});

describe('what else a sentence gives', () => {
  test.each([
    ['review my Django models against our house rules', 'Review_Django_Models_House'],
    ["rehearse the keynote for the parents' evening", 'Rehearse_Keynote_Parents_Evening'],
    ['is it on', 'My_Framework'],
  ])('%j is called %s', (sentence, name) => {
    expect(nameFrom(sentence)).toBe(name);
  });

  test('is always a name that a framework can have', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (sentence) => {
        expect(checkName(nameFrom(sentence)).ok).toBe(true);
      }),
      times(500),
    );
  });

  test('is a setting where the sentence has the one value of a closed list', () => {
    const goal = goals.find(({ name }) => name === 'REVIEW_AGAINST_STANDARDS');
    if (goal === undefined) throw new Error('no goal');
    const setting = (describe: string) => ({
      ...goal,
      inputs: [{ name: 'kind', kind: 'setting', required: false, default: null, describe } as const],
      constraints: [{ file: 'a.txt', when: [{ input: 'kind', values: ['markup'] }] }],
    });
    const closed = setting('code, prose or data');
    expect(settingsIn(closed, 'review my code today')).toEqual({ kind: 'code' });
    expect(settingsIn(closed, 'review the markup')).toEqual({ kind: 'markup' });
    expect(settingsIn(closed, 'review code and data')).toEqual({});
    expect(settingsIn(setting('the code'), 'review the code')).toEqual({});
  });

  test.each([
    ['review my models', true],
    ['  review   my\nmodels ', true],
    ['My_Framework', false],
    ['my framework', false],
    ['', false],
  ])('%j is a sentence: %j', (text, is) => {
    expect(isSentence(text)).toBe(is);
  });
});
