import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  checkName,
  checkValues,
  isSentence,
  matchSentence,
  nameFrom,
  readBuiltIn,
  settingsIn,
} from '../../src/framework/index.ts';
import { splitExclusions } from '../../src/framework/proposal/split_exclusions.ts';
import { casesIn, times } from '../support/cases.ts';
import { ROOT } from '../support/program.ts';

type Case = {
  readonly say: string;
  readonly goal: string | null;
  readonly variant?: string | null;
  readonly always?: true;
};

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

  test.each(cases.filter(({ always }) => always))('of $say is $goal', ({ say, goal }) => {
    expect(proposed(say).goal).toBe(goal);
  });

  test('comes with the keywords that say so, the weightiest first, and the order of equals is the file’s', () => {
    const [best] = matchSentence(goals, 'Review and audit it').fitting;
    expect(best?.keywords.slice(0, 2)).toEqual(['review', 'audit']);
    const same = goals.slice(0, 2).map((goal) => ({ ...goal, keywords: ['weave'] }));
    expect(matchSentence(same, 'weave it all').fitting.map(({ goal }) => goal.number)).toEqual([1, 2]);
  });

  test('costs by the length of the sentence, not by the square of it', () => {
    const cost = (size: number) => {
      const sentence = `review this: ${'x, '.repeat(size / 3)}`;
      const started = process.cpuUsage();
      matchSentence(goals, sentence);
      return process.cpuUsage(started).user / 1000;
    };
    cost(3000);
    expect(cost(60_000) / Math.max(10, cost(6000))).toBeLessThan(60);
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

  const goalOf = (name: string) => {
    const goal = goals.find((candidate) => candidate.name === name);
    if (goal === undefined) throw new Error(name);
    return goal;
  };

  test.each([
    ['TEACH_OR_EXPLAIN', 'explain how DNS works to my mother', 'how DNS works'],
    ['TEACH_OR_EXPLAIN', "don't review anything, just explain git rebase", 'git rebase'],
    ['TEACH_OR_EXPLAIN', 'Teach me  recursion\nbecause I have an exam.', 'recursion'],
    ['TEACH_OR_EXPLAIN', 'How does DNS work?', 'How does DNS work'],
    ['TEACH_OR_EXPLAIN', 'document the release process so that newcomers can follow', 'the release process'],
    ['BUILD_A_MENTAL_MODEL', 'build a mental model of inflation', 'inflation'],
    ['SCAFFOLD_FROM_SCRATCH', 'create a to-do app for my bakery, please', 'a to-do app'],
    ['SCAFFOLD_FROM_SCRATCH', 'generate a page in Vue 3.4, but not in React', 'a page in Vue 3.4'],
    // Not found as simply, or no verb of the goal: all of it.
    ['TEACH_OR_EXPLAIN', 'explain to my mother how DNS works', 'explain to my mother how DNS works'],
    ['SCAFFOLD_FROM_SCRATCH', 'a poster about  bees!', 'a poster about bees'],
    ['BUILD_A_MENTAL_MODEL', 'build me an intuition for how tides work', 'how tides work'],
    ['TEACH_OR_EXPLAIN', 'walk me through Kubernetes networking', 'Kubernetes networking'],
    ['TEACH_OR_EXPLAIN', 'teach my team the basics of git', 'the basics of git'],
    ['TEACH_OR_EXPLAIN', 'Explique-moi la relativité', 'la relativité'],
  ])('is the one required setting of %s, of %j: %j', (name, sentence, value) => {
    expect(Object.values(settingsIn(goalOf(name), sentence))).toEqual([value]);
  });

  test.each([
    ['convert this XML export to CSV', 'CSV'],
    ['migrate the wiki from Confluence to Markdown by May', 'markdown'],
    ['I want to move our site into Hugo 0.1, please', 'Hugo 0.1'],
    ['rewrite this bash script in Go', 'Go'],
    ['convertir este CSV a JSON', 'JSON'],
    // Left open where it is not said.
    ['help me to convert the recipe', undefined],
  ])('is what %j becomes: %j', (sentence, value) => {
    expect(settingsIn(goalOf('CONVERT_OR_MIGRATE'), sentence).target_format).toBe(value);
  });

  test('is what something was where that is said, and not what it becomes', () => {
    const of = (sentence: string) => settingsIn(goalOf('CONVERT_OR_MIGRATE'), sentence).source_format;
    expect(of('convert this XML export to CSV')).toBe('xml');
    expect(of('migrate the wiki from Confluence to Markdown')).toBe(undefined);
  });

  test('is no setting where several are required, or where it would be none that can be taken', () => {
    const goal = goalOf('TEACH_OR_EXPLAIN');
    const [topic] = goal.inputs.filter(({ required }) => required);
    if (topic === undefined) throw new Error('no topic');
    const two = { ...goal, inputs: [...goal.inputs, { ...topic, name: 'other' }] };
    expect(settingsIn(two, 'explain git rebase')).toEqual({});
    expect(settingsIn(goal, `explain ${'x'.repeat(2000)}`)).toEqual({});
    expect(settingsIn(goal, '')).toEqual({});
  });

  test('is, where it is a required setting, always one that can be taken', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.nat(goals.length - 1), (text, place) => {
        const goal = goals[place] ?? goalOf('TEACH_OR_EXPLAIN');
        const sentence = `explain ${text}`;
        expect(checkValues(goal.inputs, settingsIn(goal, sentence)).ok).toBe(true);
        const { said, refused } = splitExclusions(sentence);
        expect([said.length, refused.length]).toEqual([sentence.length, sentence.length]);
      }),
      times(300),
    );
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
